"""From approved ideas to finished articles: tasks, content, images, pages, scoring, optimizing."""
