// The locale table. Short month names and units follow CLDR; groups that must not break use U+202F or U+00A0.
#include "platform/text/locale.hpp"

#include "base/text.hpp"

namespace presstime {

namespace {

using Months = std::array<std::string_view, 12>;
using Units = std::array<std::string_view, 4>;

constexpr Months kEnglish = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr Months kGerman = {"Jan.", "Feb.", "März",  "Apr.", "Mai",  "Juni",
                            "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."};
constexpr Months kFrench = {"janv.", "févr.", "mars",  "avr.", "mai",  "juin",
                            "juil.", "août",  "sept.", "oct.", "nov.", "déc."};
constexpr Months kSpanish = {"ene", "feb", "mar",  "abr", "may", "jun",
                             "jul", "ago", "sept", "oct", "nov", "dic"};
constexpr Months kItalian = {"gen", "feb", "mar", "apr", "mag", "giu",
                             "lug", "ago", "set", "ott", "nov", "dic"};
constexpr Months kDutch = {"jan", "feb", "mrt", "apr", "mei", "jun",
                           "jul", "aug", "sep", "okt", "nov", "dec"};
constexpr Months kPortuguese = {"jan.", "fev.", "mar.", "abr.", "mai.", "jun.",
                                "jul.", "ago.", "set.", "out.", "nov.", "dez."};

constexpr Units kEnglishUnits = {"K", "M", "B", "T"};
constexpr Units kGermanUnits = {"Tsd.", "Mio.", "Mrd.", "Bio."};
constexpr Units kFrenchUnits = {"k", "M", "Md", "Bn"};
constexpr Units kSpanishUnits = {"mil", "M", "mil M", "B"};
constexpr Units kItalianUnits = {"K", "Mln", "Mrd", "Bln"};
constexpr Units kDutchUnits = {"K", "mln.", "mld.", "bln."};
constexpr Units kPortugueseUnits = {"mil", "mi", "bi", "tri"};

constexpr std::string_view kNarrowSpace = "\u202F";

// The first row of a language is what an unknown region of it gets.
constexpr Locale kLocales[] = {
    {"en-US", ".", ",", kEnglishUnits, "Yes", "No", "", kEnglish},
    {"en-ZA", ",", "\u00A0", kEnglishUnits, "Yes", "No", "", kEnglish},
    {"de-DE", ",", ".", kGermanUnits, "Ja", "Nein", ".", kGerman},
    {"de-AT", ",", "\u00A0", kGermanUnits, "Ja", "Nein", ".", kGerman},
    {"de-CH", ".", "'", kGermanUnits, "Ja", "Nein", ".", kGerman},
    {"fr-FR", ",", kNarrowSpace, kFrenchUnits, "Oui", "Non", "", kFrench},
    {"fr-CH", ",", kNarrowSpace, kFrenchUnits, "Oui", "Non", "", kFrench},
    {"es-ES", ",", ".", kSpanishUnits, "Sí", "No", "", kSpanish},
    {"es-MX", ".", ",", kSpanishUnits, "Sí", "No", "", kSpanish},
    {"it-IT", ",", ".", kItalianUnits, "Sì", "No", "", kItalian},
    {"it-CH", ".", "'", kItalianUnits, "Sì", "No", "", kItalian},
    {"nl-NL", ",", ".", kDutchUnits, "Ja", "Nee", "", kDutch},
    {"pt-BR", ",", ".", kPortugueseUnits, "Sim", "Não", "", kPortuguese},
    {"pt-PT", ",", "\u00A0", kPortugueseUnits, "Sim", "Não", "", kPortuguese},
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
