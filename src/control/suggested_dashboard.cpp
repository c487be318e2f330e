#include "control/suggested_dashboard.hpp"

#include "base/text.hpp"
#include "source/table_sql.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::size_t kMostMeasures = 3;
constexpr std::size_t kMostTableColumns = 10;
constexpr std::int64_t kFewKinds = 6;

// Words that tell what a number is, by its name alone.
constexpr std::array<std::string_view, 14> kNames = {"id",   "nr",    "no",       "code",     "zip",
                                                     "plz",  "phone", "year",     "month",    "day",
                                                     "week", "hour",  "latitude", "longitude"};
constexpr std::array<std::string_view, 19> kAveraged = {
    "rate",        "ratio", "percent", "percentage", "share", "avg", "average", "mean",  "price", "temp",
    "temperature", "age",   "score",   "rating",     "min",   "max", "wind",    "speed", "lat"};

std::vector<std::string> words_of(std::string_view name)
{
    std::vector<std::string> words;
    std::string word;
    char before = ' ';
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = std::isalnum(byte) != 0 || byte >= 0x80;
        const bool turns = std::isupper(byte) != 0 && std::islower(static_cast<unsigned char>(before)) != 0;
        if ((!plain || turns) && !word.empty())
            words.push_back(std::exchange(word, {}));
        if (plain)
            word += c;
        before = c;
    }
    if (!word.empty())
        words.push_back(word);
    return words;
}

template <std::size_t Size>
bool names_one_of(const std::string& name, const std::array<std::string_view, Size>& known)
{
    return std::ranges::any_of(words_of(name), [&](const std::string& word) {
        return std::ranges::find(known, to_lower_ascii(word)) != known.end();
    });
}

// How instants are gathered, and what that is called.
struct Buckets {
    std::string column;
    std::string unit; // "day", "month", "year"
};

struct Measure {
    std::string label; // and name in the result
    std::string sql;
    std::string format;
    bool shares = true; // nothing of it is negative, so that it can be a part of a whole
};

class Suggestion {
public:
    Suggestion(const TableFacts& facts, std::string connection)
        : facts_(facts), connection_(std::move(connection))
    {
    }

    SuggestedDashboard make(const std::string& name)
    {
        made_.dashboard.name = name;
        find_buckets();
        find_measures();
        add_figures();
        add_line();
        add_kinds();
        add_table();
        return std::move(made_);
    }

private:
    void find_buckets()
    {
        constexpr std::chrono::days kDays{92};
        constexpr std::chrono::days kMonths{366 * 6};
        const auto dated = std::ranges::find_if(facts_.columns, [](const ColumnFacts& each) {
            return each.first && each.last && each.distinct > 1;
        });
        if (dated == facts_.columns.end())
            return;
        const auto span = *dated->last - *dated->first;
        buckets_ = Buckets{dated->column.name, span <= kDays ? "day" : span <= kMonths ? "month" : "year"};
        made_.why.push_back(fmt::format("{} is a date, so figures are shown by {}.",
                                        plain_words(dated->column.name), buckets_->unit));
    }

    bool is_measure(const ColumnFacts& column) const
    {
        const bool key =
            column.column.type == ColumnType::integer && facts_.rows > 20 && column.distinct == facts_.rows;
        return is_number(column.column.type) && column.distinct > 1 && !key &&
               !names_one_of(column.column.name, kNames);
    }

    void find_measures()
    {
        std::vector<std::string> told;
        for (const ColumnFacts& each : facts_.columns) {
            if (!is_measure(each) || measures_.size() == kMostMeasures)
                continue;
            const bool averaged = names_one_of(each.column.name, kAveraged);
            const bool whole = each.column.type == ColumnType::integer && !averaged;
            Measure measure;
            measure.label = (averaged ? "Average " : "") + label_within(each.column.name, averaged);
            measure.sql = fmt::format("{}({})", averaged ? "avg" : "sum", quoted_name(each.column.name));
            measure.format = whole ? "0,0" : "0,0.00";
            measure.shares = !averaged && each.lowest.value_or(-1) >= 0;
            if (std::ranges::find(measures_, measure.label, &Measure::label) != measures_.end())
                continue;
            told.push_back(plain_words(each.column.name));
            measures_.push_back(std::move(measure));
        }
        if (!told.empty())
            made_.why.push_back(fmt::format("{} {}, so {} at the top.", join(told, ", "),
                                            told.size() == 1 ? "is a number" : "are numbers",
                                            told.size() == 1 ? "its figure stands" : "their figures stand"));
        measures_.push_back({"Rows", "count(*)", "0,0", true});
    }

    static std::string label_within(const std::string& name, bool within)
    {
        std::string label = plain_words(name);
        if (within && !label.empty())
            label[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(label[0])));
        return label;
    }

    void add_query(const std::string& name, std::string sql)
    {
        Query query;
        query.name = name;
        query.connection = connection_;
        query.sql = std::move(sql);
        made_.dashboard.queries.push_back(std::move(query));
    }

    Widget& add_widget(WidgetKind kind, std::string title, const std::string& query, GridBox grid)
    {
        Widget widget;
        widget.id = fmt::format("w_{}", made_.dashboard.widgets.size() + 1);
        widget.kind = kind;
        widget.title = std::move(title);
        widget.query = query;
        widget.grid = grid;
        return made_.dashboard.widgets.emplace_back(std::move(widget));
    }

    std::string bucket() const { return bucket_sql(facts_.engine, buckets_->column, buckets_->unit); }
    static std::string as(const std::string& expression, const std::string& name)
    {
        return fmt::format("{} AS {}", expression, quoted_name(name));
    }

    void add_figures()
    {
        TableSelect figures{.from = facts_.quoted, .selected = {}};
        if (buckets_) {
            figures.selected = {as(bucket(), "period")};
            figures.present = quoted_name(buckets_->column);
            figures.grouped = true;
            figures.order = "1 DESC";
            figures.limit = 24;
        }
        for (const Measure& measure : measures_)
            figures.selected.push_back(as(measure.sql, measure.label));
        add_query("figures", write_sql(figures));
        const int width = 12 / static_cast<int>(measures_.size());
        int x = 0;
        for (const Measure& measure : measures_) {
            const std::string title =
                buckets_ ? fmt::format("{}, latest {}", measure.label, buckets_->unit) : measure.label;
            Widget& widget = add_widget(WidgetKind::kpi, title, "figures", {x, 0, width, 2});
            widget.value = measure.label;
            widget.format = measure.format;
            if (buckets_) {
                widget.compare = "previous";
                widget.compare_label = fmt::format("the {} before", buckets_->unit);
                widget.sparkline = measure.label;
            }
            x += width;
        }
        y_ = 2;
    }

    void add_line()
    {
        if (!buckets_)
            return;
        const Measure& measure = measures_.front();
        add_query("over_time",
                  write_sql({.from = facts_.quoted,
                             .selected = {as(bucket(), buckets_->unit), as(measure.sql, measure.label)},
                             .present = quoted_name(buckets_->column),
                             .grouped = true,
                             .order = "1"}));
        Widget& widget = add_widget(WidgetKind::chart, fmt::format("{} by {}", measure.label, buckets_->unit),
                                    "over_time", {0, y_, 12, 6});
        widget.chart.mark = Mark::line;
        widget.chart.x = buckets_->unit;
        widget.chart.y = {measure.label};
        widget.chart.y_format = measure.format;
        y_ += 6;
    }

    // A text that says of which kind a row is: it comes again and again.
    bool is_kind(const ColumnFacts& column) const
    {
        return column.column.type == ColumnType::text && !column.first && column.distinct >= 2 &&
               (column.distinct <= kFewKinds || column.distinct * 2 <= facts_.rows);
    }

    void add_kinds()
    {
        const auto of_kind = [&](bool few) -> const ColumnFacts* {
            const auto found = std::ranges::find_if(facts_.columns, [&](const ColumnFacts& each) {
                return is_kind(each) && (each.distinct <= kFewKinds) == few;
            });
            return found == facts_.columns.end() ? nullptr : &*found;
        };
        const ColumnFacts* few = of_kind(true);
        const ColumnFacts* many = of_kind(false);
        if (many)
            add_bars(*many, {0, y_, few ? 7 : 12, 6});
        if (few)
            add_shares(*few, {many ? 7 : 0, y_, many ? 5 : 12, 6});
        y_ += many || few ? 6 : 0;
    }

    void add_by(const std::string& query, const ColumnFacts& column, const Measure& measure)
    {
        const std::string kind = fmt::format("coalesce({}, '(none)')", quoted_name(column.column.name));
        add_query(query, write_sql({.from = facts_.quoted,
                                    .selected = {as(kind, "kind"), as(measure.sql, measure.label)},
                                    .grouped = true,
                                    .order = "2 DESC, 1",
                                    .limit = 10}));
    }

    void add_bars(const ColumnFacts& column, GridBox grid)
    {
        const Measure& measure = measures_.front();
        add_by("top", column, measure);
        const std::string words = plain_words(column.column.name);
        Widget& widget =
            add_widget(WidgetKind::chart, fmt::format("{} by {}, top 10", measure.label, words), "top", grid);
        widget.chart.mark = Mark::bar;
        widget.chart.horizontal = true;
        widget.chart.x = "kind";
        widget.chart.y = {measure.label};
        widget.chart.y_format = measure.format;
        made_.why.push_back(fmt::format("{} has {} different values, so the ten greatest are shown.", words,
                                        format_count(column.distinct)));
    }

    void add_shares(const ColumnFacts& column, GridBox grid)
    {
        const Measure& measure = measures_.front().shares ? measures_.front() : measures_.back();
        add_by("shares", column, measure);
        const std::string words = plain_words(column.column.name);
        Widget& widget =
            add_widget(WidgetKind::chart, fmt::format("{} by {}", measure.label, words), "shares", grid);
        widget.chart.mark = Mark::donut;
        widget.chart.x = "kind";
        widget.chart.y = {measure.label};
        widget.chart.y_format = measure.format;
        made_.why.push_back(fmt::format("{} has {} different values, so their shares are shown.", words,
                                        format_count(column.distinct)));
    }

    void add_table()
    {
        std::vector<std::string> selected;
        std::vector<TableColumn> columns;
        for (const ColumnFacts& each : facts_.columns) {
            if (columns.size() == kMostTableColumns)
                break;
            selected.push_back(quoted_name(each.column.name));
            TableColumn& column = columns.emplace_back();
            column.field = each.column.name;
            column.label = plain_words(each.column.name);
            if (is_number(each.column.type) && !names_one_of(each.column.name, kNames))
                column.format = each.column.type == ColumnType::integer ? "0,0" : "0,0.00";
        }
        if (columns.empty())
            return;
        const std::string order = buckets_ ? quoted_name(buckets_->column) + " DESC" : std::string();
        add_query(
            "rows",
            write_sql(
                {.from = facts_.quoted, .selected = std::move(selected), .order = order, .limit = 100}));
        Widget& widget =
            add_widget(WidgetKind::table, buckets_ ? "Latest rows" : "Rows", "rows", {0, y_, 12, 8});
        widget.columns = std::move(columns);
        made_.why.push_back(
            facts_.columns.size() > kMostTableColumns
                ? fmt::format("The table lists 100 rows with the first {} columns.", kMostTableColumns)
                : std::string("The table lists 100 rows."));
    }

    const TableFacts& facts_;
    std::string connection_;
    std::optional<Buckets> buckets_;
    std::vector<Measure> measures_; // the last counts the rows
    SuggestedDashboard made_;
    int y_ = 0;
};

} // namespace

std::string plain_words(std::string_view name)
{
    std::vector<std::string> words = words_of(name);
    for (std::string& word : words) {
        const bool shouted = word.size() > 1 &&
                             std::ranges::none_of(word, [](unsigned char c) { return std::islower(c) != 0; });
        if (!shouted)
            word[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(word[0])));
    }
    std::string text = join(words, " ");
    if (text.empty())
        return std::string(trim(name));
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

SuggestedDashboard suggest_dashboard(const TableFacts& facts, const std::string& connection,
                                     const std::string& name)
{
    return Suggestion(facts, connection).make(name);
}

} // namespace presstime::control
