// Words of pages, charts and mails in the languages of the locale table; errors stay English. A pattern has
// {0}, {1} ... for words that the locale wrote before; "one|many" are the forms of a noun counted by {0}.
#pragma once

#include "platform/text/locale.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace presstime {

enum class Phrase {
    // States of a widget
    no_data,
    other, // the slice or series that adds up the rest
    none,  // a category without a name
    too_small,
    failed_figure, // {0} the reason
    failed_chart,
    failed_table,
    failed_text,
    failed_image,
    kind_figure,
    kind_chart,
    kind_table,
    kind_text,
    kind_image,
    // Tables
    rows,    // counted
    columns, // counted
    total,
    total_of,         // {0} rows, counted
    continued,        // alone under a repeated header
    continued_title,  // {0} the title
    showing,          // {0} of {1} rows, cut by {2}
    showing_more,     // {0} of more than {1} rows, cut by {2}
    showing_first,    // {0} rows, cut by {1}
    drawn_from,       // a chart: {0} rows, cut by {1}
    columns_left_out, // {0} of {1} columns
    columns_range,    // counted: {1} the first and last, {2} of how many
    rows_range,       // counted: {1} the first and last
    texts_shortened,  // counted
    limit_of_widget,  // whose limit cut, as it stands after "cut by"
    limit_of_box,
    limit_of_height,  // of the picture
    limit_of_picture, // {0} rows
    limit_of_view,    // on a screen: {0} rows
    limit_of_page,    // {0} cells
    limit_of_query,   // {0} rows: the query's max_rows
    limit_of_server,  // {0} rows
    limit_of_bytes,   // {0} of a result
    limit_named,      // {0} in other words
    limit_unknown,
    limit_and, // {0} and {1}
    // Figures
    versus,   // {0} what with
    previous, // the row before
    no_change,
    points, // {0} percentage points
    // Pages
    data_as_of,   // {0} an instant
    page_of,      // {0} of {1}
    late,         // {0} when it was due, {1} data as of
    not_drawn,    // {0} of {1} widgets
    picture_ends, // counted: widgets not shown
    contents,
    // Notes under and about charts
    axis_starts,         // {0} where
    axis_ends,           // {0} where
    right_axis_starts,   // {0} where
    axis_log,            //
    reference_nowhere,   // {0} its label: a reference line without a place on its axis
    right_axis,          // {0} a series that belongs to it
    points_merged,       // {0} points as {1}
    places_merged,       // {0} places as {1}, each of {2} neighbours
    rows_without,        // counted rows without a value of {1}
    added_up,            // several rows share a value of {0}: {1} were added up
    shared_values,       // several rows share a value of {0}
    series_added_up,     // the {0} smallest of {1}
    series_shown,        // the {0} largest of {1}
    measures_shown,      // the first {0} of {1}
    other_adds_up,       // the {0} smallest
    negative_values,     // counted: left out of a pie
    not_positive,        // counted: left out of a logarithmic axis
    no_logarithm,        // the axis stays linear
    not_finite,          // counted: infinite, too large or no number
    outside_axis,        // counted: points beyond y_min and y_max
    dots_merged,         // {0} points as {1}
    cells_merged,        // {0} x {1} cells as {2} x {3}
    cells_added_up,      // {0} rows
    no_cell,             // counted: rows without a place in a heatmap
    sizes_left_out,      // counted: bubbles of zero or less
    bubbles_shown,       // the {0} largest of {1}
    axis_x_log,          //
    steps_without_value, // counted: steps of a waterfall
    steps_joined,        // {0} steps as {1}, each of {2} neighbours
    increase,            // in a legend
    decrease,            // in a legend
    stages_shown,        // the first {0} of {1}
    stages_negative,     // counted: stages of a funnel below zero
    stages_missing,      // counted
    of_first,            // head of a column of shares
    of_previous,         // head of a column of shares
    gauge_above,         // {0} is beyond {1}
    gauge_below,         // {0} is before {1}
    outliers_merged,     // {0} outliers as {1} dots
    boxes_shown,         // {0} of {1} places, one of each {2} neighbours
    first_measure,       // of {0} measures
    more,                // + {0} more
    average,
    median,
    minimum,
    maximum,
    // Mails
    mail_run_of,    // {0} a time
    mail_not_whole, // {0} the reasons
    mail_too_large, // {0} a link
    mail_details,   // {0} a link
    mail_open,      // the button
    mail_why,       // {0} the report
    mail_stop,      // {0} whom to ask
    mail_stop_owner,
    mail_first_rows, // {0} of {1} rows
    mail_complete,   // a file
    mail_cut,        // a file, {0} the reason
    // The completeness sheet of a workbook
    completeness,
    times_are_in, // {0} the zone
    head_table,
    head_sheet,
    head_rows_shown,
    head_rows_in_result,
    head_complete,
    head_reason,
    count_,
};

// The pattern, of a counted phrase with both forms.
std::string_view phrase(const Locale& locale, Phrase which);
// The pattern filled. A word beyond the pattern's is left out.
std::string say(const Locale& locale, Phrase which, std::initializer_list<std::string_view> words = {});
// A counted phrase in the form that `count` takes; {0} is the count, `words` begin at {1}.
std::string say_count(const Locale& locale, Phrase which, std::int64_t count,
                      std::initializer_list<std::string_view> words = {});
// 1204 -> "1,204", "1.204" ...
std::string count_text(const Locale& locale, std::int64_t count);

} // namespace presstime
