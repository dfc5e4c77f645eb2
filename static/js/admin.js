// htmx would write a style sheet into the page, which the content policy refuses.
htmx.config.includeIndicatorStyles = false;
