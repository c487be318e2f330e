// What the chart tests share: a measure with letters of one width, tables in a line, and the golden files.
// For
// *_test.cpp only.
#pragma once

#include "base/text.hpp"
#include "chart/chart.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace presstime {

class FixedMeasure final : public TextMeasure {
public:
    double width(std::string_view text, const TextStyle& style) override
    {
        return static_cast<double>(count_code_points(text)) * kLetter * style.size;
    }
    std::size_t fit(std::string_view text, const TextStyle& style, double max_width) override
    {
        std::size_t letters = 0, bytes = 0;
        for (; bytes < text.size(); ++bytes)
            if ((static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80 &&
                static_cast<double>(++letters) * kLetter * style.size > max_width)
                break;
        return bytes;
    }

private:
    static constexpr double kLetter = 0.55; // of the size
};

// A cell of a test table; an empty optional is NULL.
using Reals = std::vector<std::optional<double>>;
using Texts = std::vector<std::string>;

inline ColumnData real_column(const Reals& values)
{
    ColumnData data = make_column_data({"", ColumnType::real, 0});
    for (const auto& value : values)
        value ? data.append_real(*value) : data.append_null();
    return data;
}
inline ColumnData text_column(const Texts& values)
{
    ColumnData data = make_column_data({"", ColumnType::text, 0});
    for (const std::string& value : values)
        data.append_text(value);
    return data;
}
inline ColumnData integer_column(ColumnType type, const std::vector<std::int64_t>& values)
{
    ColumnData data = make_column_data({"", type, 0});
    for (std::int64_t value : values)
        data.append_integer(value);
    return data;
}

struct NamedColumn {
    std::string name;
    ColumnData data;
};
inline Table table_of(std::vector<NamedColumn> columns)
{
    Table table;
    for (NamedColumn& column : columns) {
        table.columns.push_back({column.name, column.data.type, column.data.scale});
        table.data.rows = column.data.rows;
        table.data.columns.push_back(std::move(column.data));
    }
    return table;
}

inline constexpr Box kTestBox{10, 20, 280, 180};

inline Result<ChartResult> draw(const ChartSpec& spec, const Table& table, const std::string& title = "Title",
                                Box box = kTestBox, const ChartStyle& style = {})
{
    FixedMeasure measure;
    return draw_chart(spec, title, table, box, measure, style);
}

inline std::vector<std::string> texts_of(const Drawing& drawing)
{
    std::vector<std::string> texts;
    for (const DrawCommand& command : drawing)
        if (const auto* text = std::get_if<DrawText>(&command))
            texts.push_back(text->text);
    return texts;
}
template <typename Command>
std::vector<Command> commands_of(const Drawing& drawing)
{
    std::vector<Command> found;
    for (const DrawCommand& command : drawing)
        if (const auto* one = std::get_if<Command>(&command))
            found.push_back(*one);
    return found;
}

// Compares with test/golden/<name>.txt; PRESSTIME_REBASELINE=1 writes it instead.
inline void expect_golden(const std::string& name, const std::string& actual)
{
    std::string path = std::string(PRESSTIME_SOURCE_DIR) + "/test/golden/" + name + ".txt";
    if (std::getenv("PRESSTIME_REBASELINE") != nullptr) {
        std::ofstream(path, std::ios::binary) << actual;
        return;
    }
    std::ifstream file(path, std::ios::binary);
    std::stringstream expected;
    expected << file.rdbuf();
    ASSERT_TRUE(file) << path << " is missing; PRESSTIME_REBASELINE=1 writes it";
    EXPECT_EQ(expected.str(), actual) << path << " differs; PRESSTIME_REBASELINE=1 accepts the change";
}

} // namespace presstime
