"""What is shown when nobody has touched a shared computer for a while."""
