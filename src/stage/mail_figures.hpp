// The figures that a mail's body shows: each card's value and the first rows of the first table, as text.
#pragma once

#include "base/deadline.hpp"
#include "model/render_input.hpp"

#include <string>
#include <vector>

namespace presstime::stage {

struct MailFigure {
    std::string label;
    std::string value;
};

struct MailTable {
    std::string title;
    std::vector<std::string> headers;
    std::vector<bool> numeric; // by column: right-aligned
    std::vector<std::vector<std::string>> rows;
    std::int64_t rows_in_result = 0;
    std::size_t columns_left_out = 0;
};

inline constexpr std::size_t kMailRows = 10;
inline constexpr std::size_t kMailColumns = 6;

struct MailFigures {
    std::vector<MailFigure> figures;
    MailTable table; // without headers: the dashboard has no table that could be read
};

// Values of failed queries are left out: the mail says apart what failed.
Result<MailFigures> mail_figures(const RenderInput& input);

} // namespace presstime::stage
