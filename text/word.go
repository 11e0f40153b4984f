package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word emits the word or number that begins at i and gives the offset behind it.
func (s *scanner) word(i, j int) int {
	k := i
	if r, n := utf8.DecodeRuneInString(s.text[i:j]); !wordRune(r) {
		k += n // the mark of ".5", "+7", "'90s"
	}
	for k < j {
		r, n := utf8.DecodeRuneInString(s.text[k:j])
		if wordRune(r) {
			k += n
			continue
		}
		next := s.join(r, n, i, k, j)
		if next == 0 {
			break
		}
		k += next
	}
	if k < j && s.text[k] == '$' && k-i <= 2 && isUpper(s.text[i:k]) {
		s.emit(i, k+1, symbolPiece, 0) // "US$", "A$"
		return k + 1
	}
	if end, flags := s.period(i, k, j); end > k {
		s.emit(i, end, wordPiece, dotted|flags)
		return end
	}
	if n := s.possessive(i, k, j); n > 0 {
		at := len(s.out)
		s.emit(i, k, wordPiece, 0)
		s.emit(k, k+n, wordPiece, 0)
		s.out[at].parts = 2
		return k + n
	}
	s.cutWord(i, k)
	return k
}

// possessive is the length of the apostrophe behind a plural ("workers'") where no quotation waits for its end.
func (s *scanner) possessive(i, k, j int) int {
	if !s.rules.apostrophes || s.open || k-i < 3 || k >= j || s.text[k-1]|0x20 != 's' {
		return 0
	}
	r, n := utf8.DecodeRuneInString(s.text[k:j])
	if r != '\'' && r != '’' || k+n < j {
		return 0
	}
	return n
}

// join says how many bytes of a mark inside a word belong to it: text[i:k] is the word so far, r the mark at k.
func (s *scanner) join(r rune, n, i, k, j int) int {
	if k+n >= j {
		if r == '/' && (k == i+1 && s.text[i] == 'w') {
			return n // "w/"
		}
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(s.text[i:k])
	after, _ := utf8.DecodeRuneInString(s.text[k+n : j])
	if !wordRune(after) || k == i {
		return 0
	}
	ok := false
	switch r {
	case '\'', '’', '`':
		ok = unicode.IsLetter(after) && (unicode.IsLetter(before) || isDigit(before))
	case '.':
		ok = s.joinPeriod(before, after, i, k, j)
	case ',':
		ok = isDigit(before) && s.joinComma(i, k, j)
	case ':':
		ok = isDigit(before) && isDigit(after)
	case '/':
		ok = s.joinSlash(before, after, i, k, j)
	case '&':
		ok = k-i <= 4 && isUpper(s.text[i:k]) && unicode.IsUpper(after)
	case '*':
		ok = unicode.IsLetter(before) && unicode.IsLetter(after)
	case '-':
		ok = s.joinHyphen(i, k, j)
	}
	if !ok {
		return 0
	}
	return n
}

// joinComma keeps thousands ("1,250,000") and decimals ("3,5") whole, but not rows of numbers ("1,2,3").
func (s *scanner) joinComma(i, k, j int) bool {
	n := digitsAt(s.text[k+1 : j])
	if n >= 3 {
		return n == 3
	}
	end := k + 1 + n
	if i > 0 && s.text[i-1] == '[' {
		return false // references: "[13,14]"
	}
	return strings.IndexByte(s.text[i:k], ',') < 0 && (end == j || s.text[end] != ',' || end+1 == j)
}

// joinPeriod keeps numbers, acronyms, sites and file names whole.
func (s *scanner) joinPeriod(before, after rune, i, k, j int) bool {
	if isDigit(before) && isDigit(after) {
		return true
	}
	if !unicode.IsLetter(after) && !isDigit(after) {
		return false
	}
	rest := wordEnd(s.text[k+1 : j])
	last := s.text[i:k]
	if dot := strings.LastIndexByte(last, '.'); dot >= 0 {
		last = last[dot+1:]
	}
	if utf8.RuneCountInString(last) == 1 && utf8.RuneCountInString(rest) == 1 && unicode.IsLetter(before) {
		return true // "U.S"
	}
	tail := s.text[k+1 : j]
	if s.rules.endings[strings.ToLower(rest)] && !(unicode.IsUpper(after) && !isUpper(rest)) {
		return true // "astanatimes.com", "report.PDF"
	}
	if dot := strings.IndexByte(tail, '.'); dot > 0 && dot == len(rest) && dot+1 < len(tail) {
		next := wordEnd(tail[dot+1:])
		return next != "" && (s.rules.endings[strings.ToLower(next)] || isLower(s.text[i:k]) && isLower(rest) && isLower(next))
	}
	if strings.IndexByte(s.text[i:k], '.') > 0 && isLower(last) && isLower(rest) {
		return true // the third part of "alt.religion.scientology"
	}
	_, ok := s.rules.abbreviations[strings.ToLower(s.text[i:k]+"."+rest)]
	return ok // "Ph.D"
}

// joinSlash keeps dates, fractions and one-letter pairs whole.
func (s *scanner) joinSlash(before, after rune, i, k, j int) bool {
	if isDigit(before) && isDigit(after) {
		return true
	}
	left, right := s.text[i:k], wordEnd(s.text[k+1:j])
	if left == "w" || left == "W" {
		return right == "o" || right == "out" || right == "in"
	}
	longer := k+1+len(right) < j && s.text[k+1+len(right)] == '/'
	return len(left) == 1 && len(right) == 1 && !longer && unicode.IsLetter(before) && unicode.IsLetter(after)
}

// joinHyphen keeps prefixes, telephone numbers and file names whole; in languages whose hyphens are part of words, all.
func (s *scanner) joinHyphen(i, k, j int) bool {
	if !s.rules.splitHyphens {
		return true
	}
	left := s.text[i:k]
	if cut := strings.LastIndexByte(left, '-'); cut >= 0 && !isDigit(rune(left[0])) {
		left = left[cut+1:]
	}
	if after, _ := utf8.DecodeRuneInString(s.text[k+1 : j]); len(left) > 1 && isUpper(left) && !unicode.IsUpper(after) {
		return false // "UN-led"
	}
	if len(left) <= 7 && asciiLetter[left[0]] {
		var buf [8]byte
		return s.rules.prefixes[string(lowerInto(buf[:0], left))]
	}
	if !isDigit(rune(left[0])) {
		return false
	}
	const longest = 40
	return k-i < longest && telephone(wholeDigits(s.text[i:min(j, i+longest)]))
}

// wholeDigits is the stretch of digits and hyphens that s begins with.
func wholeDigits(s string) string {
	k := 0
	for k < len(s) && (isDigit(rune(s[k])) || s[k] == '-') {
		k++
	}
	if k < len(s) && (asciiLetter[s[k]] || s[k] >= utf8.RuneSelf) {
		return ""
	}
	return strings.TrimRight(s[:k], "-")
}

// telephone recognises groups of digits that belong together: "555-1234", "212-555-1234", "12-31-2001", "2025-05-12",
// "77002-1234", but not ranges ("10-12", "1999-2004").
func telephone(s string) bool {
	groups := strings.Count(s, "-") + 1
	first := strings.IndexByte(s, '-')
	last := len(s) - strings.LastIndexByte(s, '-') - 1
	switch {
	case groups < 2:
		return false
	case groups >= 3:
		return true
	default:
		return last == 4 && (first == 1 || first == 3 || first == 5)
	}
}

// period decides whether the period behind text[i:k] belongs to the word; it gives the end of the word.
func (s *scanner) period(i, k, j int) (int, pieceFlags) {
	if k >= j || s.text[k] != '.' || k+1 < j && s.text[k+1] == '.' {
		return k, 0
	}
	word := s.text[i:k]
	r, n := utf8.DecodeRuneInString(word)
	if n == len(word) && unicode.IsUpper(r) {
		if s.nextStartsName(k + 1) {
			return k + 1, initial | endDotted
		}
		return k, 0
	}
	if acronym(word) {
		return k + 1, endDotted
	}
	if len(word) > 8 || len(s.rules.abbreviations) == 0 {
		return k, 0
	}
	var buf [8]byte
	a, ok := s.rules.abbreviations[string(lowerInto(buf[:0], word))]
	if !ok {
		return k, 0
	}
	switch a.when {
	case beforeNum:
		ok = s.nextStartsDigit(k + 1)
	case beforeName:
		ok = s.nextStartsName(k+1) && (unicode.IsUpper(r) || word == "v")
	case afterNum:
		ok = len(s.out) > 0 && s.out[len(s.out)-1].kind == numberPiece && !s.nextStartsName(k+1)
	}
	if !ok {
		return k, 0
	}
	if a.ends {
		return k + 1, endDotted
	}
	return k + 1, 0
}

// acronym recognises letters with periods between them: "U.S", "p.m", "a.k.a".
func acronym(word string) bool {
	letters := 0
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRuneInString(word[i:])
		if !unicode.IsLetter(r) {
			return false
		}
		letters++
		i += n
		if i == len(word) {
			break
		}
		if word[i] != '.' {
			return false
		}
		i++
	}
	return letters > 1
}

// nextStartsName says whether the next visible character from k on is a capital (within the stretch).
func (s *scanner) nextStartsName(k int) bool {
	r := s.nextVisible(k)
	return unicode.IsUpper(r)
}

func (s *scanner) nextStartsDigit(k int) bool { return isDigit(s.nextVisible(k)) }

func (s *scanner) nextVisible(k int) rune {
	for k < s.end {
		n := spaceAt(s.text, k, s.end)
		if n == 0 {
			r, _ := utf8.DecodeRuneInString(s.text[k:s.end])
			return r
		}
		k += n
	}
	return 0
}

// cutWord emits text[i:k], cut into the words of a contraction or a number and its unit.
func (s *scanner) cutWord(i, k int) {
	c := s.text[i]
	if isDigit(rune(c)) || c == '.' || c == '+' {
		s.cutNumber(i, k)
		return
	}
	if s.rules.apostrophes {
		if k-i >= 2 && k-i <= 9 {
			var buf [12]byte
			if parts, ok := s.rules.contractions[string(lowerInto(buf[:0], s.text[i:k]))]; ok {
				s.emitParts(i, parts)
				return
			}
		}
		if s.apostrophe(i, k) {
			return
		}
	}
	s.emit(i, k, wordPiece, 0)
}

// emitParts emits the words of a contraction, which are neighbours without space.
func (s *scanner) emitParts(i int, lengths []int) {
	at := len(s.out)
	for _, n := range lengths {
		s.emit(i, i+n, wordPiece, 0)
		i += n
	}
	s.out[at].parts = uint8(len(lengths))
}

// apostrophe cuts "don't", "Kazakhstan's", "they'll"; it reports whether it did.
func (s *scanner) apostrophe(i, k int) bool {
	word := s.text[i:k]
	at, n := lastApostrophe(word)
	if at < 0 {
		return false
	}
	switch tail := word[at+n:]; {
	case len(tail) == 1 && (tail[0]|0x20) == 't' && at > 1 && (word[at-1]|0x20) == 'n':
		s.emitParts(i, []int{at - 1, len(word) - at + 1})
		return true
	case isDigit(rune(word[at-1])) && at < 5 && tail == "s" && !isDigit(rune(word[0])):
		return false
	case contractionEnd(tail):
		s.emitApostrophe(i, at, len(word))
		return true
	}
	return false
}

// emitApostrophe emits what stands before the apostrophe (which may itself hold one: "wouldn't've") and what follows.
func (s *scanner) emitApostrophe(i, at, length int) {
	first := len(s.out)
	head := s.text[i : i+at]
	if inner, n := lastApostrophe(head); inner > 1 && head[inner+n:] == "t" && head[inner-1] == 'n' {
		s.emitParts(i, []int{inner - 1, len(head) - inner + 1, length - at})
		return
	}
	s.emit(i, i+at, wordPiece, 0)
	s.emit(i+at, i+length, wordPiece, 0)
	s.out[first].parts = 2
}

func contractionEnd(tail string) bool {
	switch len(tail) {
	case 1:
		switch tail[0] | 0x20 {
		case 's', 'm', 'd':
			return true
		}
	case 2:
		switch strings.ToLower(tail) {
		case "ll", "re", "ve":
			return true
		}
	}
	return false
}

// lastApostrophe finds the last apostrophe inside the word and its length; -1 when there is none or it stands first.
func lastApostrophe(word string) (int, int) {
	for i := len(word) - 1; i > 0; i-- {
		switch {
		case word[i] == '\'' || word[i] == '`':
			return i, 1
		case word[i] == 0xe2 && strings.HasPrefix(word[i:], "’"):
			return i, 3
		}
	}
	return -1, 0
}

// cutNumber emits a number, cut from a unit that is written onto it.
func (s *scanner) cutNumber(i, k int) {
	d := i
	for d < k && !asciiLetter[s.text[d]] && s.text[d] < utf8.RuneSelf {
		d++
	}
	if d > i && d < k && k-d <= 8 {
		if s.rules.units[s.text[d:k]] {
			s.emit(i, d, numberPiece, 0)
			s.emit(d, k, wordPiece, 0)
			return
		}
	}
	kind := numberPiece
	if d < k {
		kind = wordPiece
	}
	s.emit(i, k, kind, 0)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// digitsAt counts the digits that s begins with.
func digitsAt(s string) int {
	n := 0
	for n < len(s) && isDigit(rune(s[n])) {
		n++
	}
	return n
}

// wordEnd is the run of letters and digits that s begins with.
func wordEnd(s string) string {
	for i, r := range s {
		if !wordRune(r) {
			return s[:i]
		}
	}
	return s
}

// isUpper and isLower say whether s is letters of one case only.
func isUpper(s string) bool { return allRunes(s, unicode.IsUpper) }
func isLower(s string) bool { return allRunes(s, unicode.IsLower) }

func allRunes(s string, ok func(rune) bool) bool {
	for _, r := range s {
		if !ok(r) {
			return false
		}
	}
	return s != ""
}

// lowerInto appends the ASCII lower case of s, to look words up without allocating.
func lowerInto(buf []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 32
		}
		buf = append(buf, c)
	}
	return buf
}
