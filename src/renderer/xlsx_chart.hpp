// Native spreadsheet charts over the rows of a sheet, for the marks that spreadsheets know; other marks get
// the drawn picture.
#pragma once

#include "model/dashboard.hpp"
#include "renderer/xlsx_book.hpp"
#include "renderer/xlsx_sheet.hpp"

namespace presstime {

// Bars, lines, areas, scatters, pies and donuts of up to 32,000 points a series.
bool has_native_chart(const ChartSpec& spec, std::int64_t rows);

// Puts the chart to the right of the rows. `pivot` is null when the measures are columns of their own.
Result<> insert_native_chart(XlsxBook& book, const Widget& widget, const WidgetRows& rows,
                             const WrittenSheet& sheet, const Pivot* pivot);

// The drawn picture of the widget instead; `png` must outlive the call.
Result<> insert_picture(const WrittenSheet& sheet, const std::string& png, const std::string& alt_text);

} // namespace presstime
