"""What the accuracy page says of real photographs."""
