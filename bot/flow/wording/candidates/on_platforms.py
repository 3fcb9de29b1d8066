"""What front ends say of themselves to whoever presses something, candidates among them: windows, delays, files."""

READING = "is reading your answer …"
IN_DIRECT_MESSAGE = "I have sent you this in our direct messages, where only you read it."
CONTINUED = "There is more than fits here; I have sent you the whole in our direct messages."
WINDOW_FAILED = "The window did not open in time. Please press the button again."
TOO_LATE = "That took too long, and I do not know whether it went through. Please look, and try again if it did not."
