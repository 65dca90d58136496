"""What can be done with writing tasks, content, images and pages."""
