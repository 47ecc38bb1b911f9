"""What the secretariat writes of an edition and of its fieldwork: reports to whoever it answers to, lists of reminders."""
