"""One function for each intention of the learner."""
