"""The parts that the exam page is set from."""
