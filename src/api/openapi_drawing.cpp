// What is drawn while somebody looks.
#include "api/openapi.hpp"

namespace presstime::api {
namespace {

constexpr Operation kOperations[] = {
    {"GET", "/v1/dashboards/{dashboard_id}/widgets/{widget_id}/picture", "Dashboards", "Draws one widget now",
     "width height format png_scale theme timezone locale period_start period_end version id_prefix", "",
     "WidgetPicture"},
    {"POST", "/v1/dashboards/preview/widget", "Dashboards",
     "Draws one widget of a document that is not saved",
     "width height format png_scale theme timezone locale period_start period_end id_prefix", "UnsavedWidget",
     "WidgetPicture"},
    {"GET", "/v1/dashboards/{dashboard_id}/widgets/{widget_id}/data", "Dashboards",
     "Gives the rows of one widget as they are written, or as a file",
     "limit format timezone locale period_start period_end version", "", "WidgetContent"},
    {"GET", "/v1/dashboards/{dashboard_id}/parameters/{parameter}/options", "Dashboards",
     "Lists what a parameter may be set to", "timezone locale period_start period_end version", "",
     "QueryResult"},
    {"GET", "/v1/dashboards/{dashboard_id}/thumbnail", "Dashboards",
     "Draws the top of a dashboard in small, as PNG", "theme version", "", "file"},
    {"GET", "/v1/dashboards/{dashboard_id}/download", "Dashboards", "Draws a dashboard as a file",
     "format theme timezone locale period_start period_end version paper orientation", "", "file"},
    {"POST", "/v1/dashboards/preview", "Dashboards", "Draws a dashboard that is not saved",
     "format first_page theme timezone locale period_start period_end paper orientation", "UnsavedDashboard",
     "file"},
    {"POST", "/v1/theme/preview", "Theme", "Draws a sample in a theme that is not saved", "format page",
     "ThemeDocument", "file"},
    {"POST", "/v1/reports/preview", "Reports", "Draws a report that is not saved", "format first_page",
     "ReportDocument", "file"},
};

} // namespace

std::span<const Operation> drawing_operations()
{
    return kOperations;
}

} // namespace presstime::api
