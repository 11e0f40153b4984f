package text

import (
	"strings"
	"testing"
)

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ want, text string }{
		{"en", "The president of Kazakhstan met the members of the Croatian parliament in Astana on Tuesday."},
		{"en", "Ministers sign gas deal with Azerbaijan and discuss the pipeline"},
		{"de", "Der Präsident hat am Dienstag mit den Abgeordneten über die Zusammenarbeit gesprochen."},
		{"fr", "Le président a rencontré les députés dans la capitale pour parler de la coopération entre les deux pays."},
		{"es", "El presidente se reunió con los diputados en la capital para hablar de la cooperación entre los dos países."},
		{"it", "Il presidente ha incontrato i deputati nella capitale per parlare della cooperazione tra i due paesi."},
		{"pl", "Prezydent spotkał się z posłami w stolicy, żeby rozmawiać o współpracy między dwoma krajami."},
		{"hu", "Az elnök találkozott a képviselőkkel a fővárosban, hogy a két ország közötti együttműködésről tárgyaljon."},
		{"ro", "Președintele s-a întâlnit cu deputații în capitală pentru a discuta despre cooperarea dintre cele două țări."},
		{"sq", "Presidenti u takua me deputetët në kryeqytet për të diskutuar bashkëpunimin ndërmjet dy vendeve."},
		{"tr", "Cumhurbaşkanı, iki ülke arasındaki iş birliğini görüşmek için başkentte milletvekilleri ile bir araya geldi."},
		{"az", "Prezident iki ölkə arasında əməkdaşlığı müzakirə etmək üçün paytaxtda deputatlarla görüşüb və bu barədə danışıb."},
		{"uz", "Prezident ikki mamlakat o‘rtasida hamkorlik to‘g‘risida deputatlar bilan suhbatlashdi va bu haqda gapirdi."},
		{"sl", "Predsednik se je v prestolnici sestal s poslanci, da bi govorili o sodelovanju med državama, ki je bilo tudi lani."},
		{"hr", "Predsjednik se sastao sa zastupnicima u glavnom gradu kako bi tijekom posjeta razgovarali o suradnji između dvije zemlje."},
		{"sr-Latn", "Predsednik se sastao sa poslanicima u glavnom gradu kako bi tokom posete razgovarali o saradnji između dve zemlje, rekao je."},
		{"sr", "Председник се састао са посланицима у главном граду како би разговарали о сарадњи између две земље."},
		{"mk", "Претседателот се сретна со пратениците во главниот град за да разговара за соработката меѓу двете земји."},
		{"bg", "Президентът се срещна с депутатите в столицата, за да разговарят за сътрудничеството между двете страни."},
		{"ru", "Президент встретился с депутатами в столице, чтобы обсудить сотрудничество между двумя странами."},
		{"uk", "Президент зустрівся з депутатами у столиці, щоб обговорити співпрацю між двома країнами."},
		{"kk", "Президент екі ел арасындағы ынтымақтастықты талқылау үшін астанада депутаттармен кездесті."},
		{"ky", "Президент эки өлкөнүн ортосундагы кызматташууну талкуулоо үчүн борбордо депутаттар менен жолугушту."},
		{"el", "Ο πρόεδρος συναντήθηκε με τους βουλευτές στην πρωτεύουσα."},
		{"hy", "Նախագահը մայրաքաղաքում հանդիպել է պատգամավորների հետ։"},
		{"ka", "პრეზიდენტი დედაქალაქში დეპუტატებს შეხვდა."},
		{"und", "12345 67.8"},
		{"und", ""},
		{"und", "OK"},
	} {
		if got := Language(c.text); got != c.want {
			t.Errorf("Language(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// TestLanguageOfTreebanks reads short stretches of the shared treebanks, whose languages are known.
func TestLanguageOfTreebanks(t *testing.T) {
	for _, c := range []struct{ folder, want string }{
		{"english-ewt", "en"}, {"croatian-set", "hr"}, {"serbian-set", "sr-Latn"}, {"slovenian-ssj", "sl"}, {"romanian-rrt", "ro"},
		{"russian-gsd", "ru"}, {"ukrainian-parlamint", "uk"}, {"kazakh-ktb", "kk"}, {"kyrgyz-ktmu", "ky"}, {"albanian-staf", "sq"},
		{"armenian-bsut", "hy"}, {"georgian-gnc", "ka"}, {"greek-gud", "el"}, {"turkish-framenet", "tr"},
	} {
		r := treebank(t, c.folder+"/dev.conllu.gz")
		if r == nil {
			if r = treebank(t, c.folder+"/train.conllu.gz"); r == nil {
				if r = treebank(t, c.folder+"/train-partial.conllu.gz"); r == nil {
					t.Log("not here:", c.folder)
					continue
				}
			}
		}
		g, err := readGold(r, c.folder, nil)
		if err != nil {
			t.Fatal(err)
		}
		right, unsure, n := 0, 0, 0
		wrong := map[string]int{}
		for rest := strings.Fields(g.text); len(rest) >= 120; rest = rest[120:] {
			n++
			switch got := Language(strings.Join(rest[:120], " ")); got {
			case c.want:
				right++
			case "und":
				unsure++
			default:
				wrong[got]++
			}
		}
		t.Logf("%s: %d of %d right, %d unsure, wrong %v", c.folder, right, n, unsure, wrong)
		if right*10 < n*9 {
			t.Errorf("%s: only %d of %d right", c.folder, right, n)
		}
	}
}
