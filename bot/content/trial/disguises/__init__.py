"""One answer in other clothes: forms and wordings that leave what is said as it is, and changes that take it back."""
