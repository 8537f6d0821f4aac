"""What one chapter needs: each module's first line names its chapter. Figures are in `figures`."""
