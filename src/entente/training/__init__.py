"""Non-degree education: projects, adverts, classes, learners, by the national rule."""
