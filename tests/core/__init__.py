"""The core that decides, by values in and values out; properties where a rule holds for every input."""
