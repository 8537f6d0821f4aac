"""What the recipes of hub/ need: settings from the environment, participants' folders, a check."""
