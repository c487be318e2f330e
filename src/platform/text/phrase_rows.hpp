// The tables behind phrases.hpp, one file for each part of the artifacts: a row gives one phrase in every
// language, in the order of enum Language.
#pragma once

#include "platform/text/phrases.hpp"

#include <span>

namespace presstime {

struct PhraseRow {
    Phrase which;
    std::array<std::string_view, kLanguages> text;
};

std::span<const PhraseRow> page_phrases();
std::span<const PhraseRow> table_phrases();
std::span<const PhraseRow> chart_phrases();
std::span<const PhraseRow> mail_phrases();
std::span<const PhraseRow> file_phrases();

} // namespace presstime
