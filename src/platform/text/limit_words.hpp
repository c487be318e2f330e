// Why rows are missing, in the words of a report: the engine's English reasons by locale.
#pragma once

#include "platform/text/locale.hpp"

#include <string>
#include <string_view>

namespace presstime {

// The engine's reason for a cut ("cut at 500 rows by the query's max_rows") as it stands after "cut by"; one
// that is not known stays English.
std::string limit_words(const Locale& locale, std::string_view reason);

} // namespace presstime
