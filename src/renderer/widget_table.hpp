// One widget's rows for a screen: the first of them as they were read and as a report writes them, the totals
// and the completeness line of all of them. Writes no bytes; whoever answers a browser does.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "model/render_input.hpp"
#include "model/widget_table.hpp"

#include <string>

namespace presstime {

struct TableWish {
    std::int64_t limit = 1'000; // rows that are kept
    // Reading stops after so many: then nobody knows how many there are, and no total is told.
    std::int64_t most_read = 200'000;
    std::string data_as_of; // "Data as of ...", for the table's stamp
};

// Of a table widget, whose result is read once. `give_up` with the sentence why there are no rows; what a
// result that cannot be read says.
Result<WidgetTable> make_widget_table(const Widget& widget, const RenderInput& input, TableWish wish,
                                      const Deadline& deadline);

} // namespace presstime
