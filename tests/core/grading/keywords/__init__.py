"""The rules' grader: points, phrases and terms of a rubric in an answer."""
