// The locale table. Names of months and units follow CLDR; groups that must not break use U+202F or U+00A0.
#include "platform/text/locale.hpp"

#include "base/text.hpp"

namespace presstime {

namespace {

using Units = std::array<std::string_view, 4>;

constexpr CalendarWords kEnglish = {
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
     "November", "December"},
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
    {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
    "",
    "",
    " ",
    " ",
    " – ",
};
constexpr CalendarWords kGerman = {
    {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
     "November", "Dezember"},
    {"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
    {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"},
    {"Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."},
    ".",
    "",
    " ",
    " ",
    "–",
};
constexpr CalendarWords kFrench = {
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
     "novembre", "décembre"},
    {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
    {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
    {"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."},
    "",
    "er",
    " ",
    " ",
    "–",
};
constexpr CalendarWords kSpanish = {
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
     "noviembre", "diciembre"},
    {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
    {"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"},
    {"lun", "mar", "mié", "jue", "vie", "sáb", "dom"},
    "",
    "",
    " ",
    " de ",
    "–",
};
constexpr CalendarWords kItalian = {
    {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
     "novembre", "dicembre"},
    {"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"},
    {"lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"},
    {"lun", "mar", "mer", "gio", "ven", "sab", "dom"},
    "",
    "",
    " ",
    " ",
    "–",
};
constexpr CalendarWords kDutch = {
    {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
     "november", "december"},
    {"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"},
    {"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"},
    {"ma", "di", "wo", "do", "vr", "za", "zo"},
    "",
    "",
    " ",
    " ",
    "–",
};
constexpr CalendarWords kPortuguese = {
    {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
     "novembro", "dezembro"},
    {"jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."},
    {"segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"},
    {"seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."},
    "",
    "",
    " de ",
    " de ",
    "–",
};

constexpr Units kEnglishUnits = {"K", "M", "B", "T"};
constexpr Units kGermanUnits = {"Tsd.", "Mio.", "Mrd.", "Bio."};
constexpr Units kFrenchUnits = {"k", "M", "Md", "Bn"};
constexpr Units kSpanishUnits = {"mil", "M", "mil M", "B"};
constexpr Units kItalianUnits = {"K", "Mln", "Mrd", "Bln"};
constexpr Units kDutchUnits = {"K", "mln.", "mld.", "bln."};
constexpr Units kPortugueseUnits = {"mil", "mi", "bi", "tri"};

constexpr std::string_view kNarrowSpace = "\u202F";

struct Marks {
    std::string_view decimal;
    std::string_view group;
};

// What all regions of a language share.
struct LanguageWords {
    Language language;
    const CalendarWords& calendar;
    const Units& units;
    std::string_view yes;
    std::string_view no;
};
constexpr LanguageWords kEn{Language::english, kEnglish, kEnglishUnits, "Yes", "No"};
constexpr LanguageWords kDe{Language::german, kGerman, kGermanUnits, "Ja", "Nein"};
constexpr LanguageWords kFr{Language::french, kFrench, kFrenchUnits, "Oui", "Non"};
constexpr LanguageWords kEs{Language::spanish, kSpanish, kSpanishUnits, "Sí", "No"};
constexpr LanguageWords kIt{Language::italian, kItalian, kItalianUnits, "Sì", "No"};
constexpr LanguageWords kNl{Language::dutch, kDutch, kDutchUnits, "Ja", "Nee"};
constexpr LanguageWords kPt{Language::portuguese, kPortuguese, kPortugueseUnits, "Sim", "Não"};

constexpr Locale row(std::string_view tag, Marks marks, const LanguageWords& words)
{
    const CalendarWords& calendar = words.calendar;
    return {tag,      marks.decimal,     marks.group,           words.units,    words.yes,
            words.no, calendar.day_mark, calendar.short_months, words.language, &calendar};
}

// The first row of a language is what an unknown region of it gets.
constexpr Locale kLocales[] = {
    row("en-US", {".", ","}, kEn),          row("en-ZA", {",", "\u00A0"}, kEn),
    row("de-DE", {",", "."}, kDe),          row("de-AT", {",", "\u00A0"}, kDe),
    row("de-CH", {".", "'"}, kDe),          row("fr-FR", {",", kNarrowSpace}, kFr),
    row("fr-CH", {",", kNarrowSpace}, kFr), row("es-ES", {",", "."}, kEs),
    row("es-MX", {".", ","}, kEs),          row("it-IT", {",", "."}, kIt),
    row("it-CH", {".", "'"}, kIt),          row("nl-NL", {",", "."}, kNl),
    row("pt-BR", {",", "."}, kPt),          row("pt-PT", {",", "\u00A0"}, kPt),
};

std::string_view language_of(std::string_view tag)
{
    return tag.substr(0, tag.find_first_of("-_"));
}

} // namespace

const Locale& find_locale(std::string_view tag)
{
    for (const Locale& locale : kLocales)
        if (equals_ignore_case_ascii(locale.tag, tag))
            return locale;
    for (const Locale& locale : kLocales)
        if (equals_ignore_case_ascii(language_of(locale.tag), language_of(tag)))
            return locale;
    return kLocales[0];
}

} // namespace presstime
