"""The paper mandates of a desk: checked, listed, ended."""
