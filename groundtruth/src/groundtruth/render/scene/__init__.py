"""What stands around a person: room, light, furniture, gear."""
