"""What people are told: notifications in the studio, and e-mail. Knows nothing of what it tells about."""
