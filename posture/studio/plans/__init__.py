"""The plan that a client is given: the proposed one, edited by the trainer, within what is safe."""
