// A widget's rows as a page draws them.
#pragma once

#include "api/call.hpp"
#include "control/widget_data.hpp"

#include <boost/json/fwd.hpp>

namespace presstime::api {

// {"kind":"table","title","columns":[...],"rows":[[raw]],"text":[[written]],"totals":[text]|null,"row_count",
// "rows_in_result","counted","complete","note","line","data_as_of"}, a column being {name,type,label,format,
// align,lines,total,mark} and, with a mark, {least,most,tones}, with links {links}: one a row. Of a text
// widget
// {"kind":"text","blocks":[{kind,level,marker,spans:[{text,strong,emphasis,link}]}]}.
boost::json::object widget_content_json(const control::WidgetContent& content);

// ?limit= of rows, 1,000 when there is none.
Result<std::int64_t> read_row_limit(const Call& call, std::int64_t most);
// The same for an answer; a source that fails for good is 502.
Result<http::Response> content_answer(Result<control::WidgetContent> content);
// What a parameter may be set to, as a small result.
Result<http::Response> choices_answer(Result<Table> choices);

} // namespace presstime::api
