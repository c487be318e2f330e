// The `chart` object of a chart widget, and the columns of a table widget. What a mark needs and refuses is
// chart_rules.hpp's; whether a column exists is control's question.
#pragma once

#include "codec/json_reader.hpp"
#include "model/dashboard.hpp"

namespace presstime::codec {

constexpr TextRule kColumnRule{1, 200, TextShape::line};

// Reads a format pattern that `check` accepts; the mistake names the field.
void read_format(ObjectReader& reader, std::string_view key, std::string& out,
                 Result<> (*check)(std::string_view));

void read_chart(ObjectReader& outer, ChartSpec& chart);
boost::json::object write_chart(const ChartSpec& chart);

void read_columns(ObjectReader& outer, std::vector<TableColumn>& columns);
boost::json::array write_columns(const std::vector<TableColumn>& columns);

} // namespace presstime::codec
