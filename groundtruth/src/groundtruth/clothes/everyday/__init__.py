"""What people wear before a phone: shoes with soles, trousers, shirts, skirts, headwear."""
