"""Parts of a page of a paper to black out, by mouse or by keyboard."""
