// A widget's picture for the browser: SVG with what a tooltip says where.
#include "api/picture_wish.hpp"
#include "api/resources.hpp"

namespace presstime::api {
namespace {

Result<control::PictureWish> read_wish(const Call& call)
{
    control::PictureWish wish = TRY(read_picture_wish(call, {"version"}));
    const std::string version = call.query("version");
    if (!version.empty() && version != "published" && version != "draft")
        return fail(Error::invalid("version", "version must be published or draft"));
    if (version == "draft")
        wish.state = control::DashboardState::draft;
    return wish;
}

} // namespace

void add_picture_routes(RouteTable& table, control::Pictures& pictures)
{
    table.add(
        {"GET", "/v1/dashboards/{}/widgets/{}/picture", [&](const Call& call) -> Result<http::Response> {
             return picture_answer(call, pictures.draw(call.principal, call.captures[0], call.captures[1],
                                                       TRY(read_wish(call))));
         }});
}

} // namespace presstime::api
