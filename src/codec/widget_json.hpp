// One widget of a dashboard document. Each kind has its own keys; a key of another kind is refused.
#pragma once

#include "codec/json_reader.hpp"
#include "model/dashboard.hpp"

namespace presstime::codec {

Result<Widget> read_widget(const boost::json::value& value, const std::string& path);
boost::json::object write_widget(const Widget& widget);

} // namespace presstime::codec
