// Widgets drawn while somebody looks at a dashboard: who may see one, and with which parameters and period.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "model/principal.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace presstime::control {

enum class DashboardState { published, draft };

struct PictureWish {
    double width_px = 0;
    double height_px = 0;
    std::string id_prefix; // of ids within the picture; empty = the widget's id
    std::string theme;     // "light", "dark"; empty = the dashboard's
    std::string timezone = "UTC";
    std::string locale = "en-US";
    std::map<std::string, std::string> parameters;
    std::optional<Instant> period_start; // with the end, or neither: the local day before now
    std::optional<Instant> period_end;
    DashboardState state = DashboardState::published; // of one never published the draft
    std::int64_t version = 0; // one that was published, in the place of what `state` says; 0 = none
    int png_scale = 0;        // of a picture: 1 or 2 = as PNG, as control::PictureRequest says
};

// The request for one widget of the dashboard as it is given. not_found for a widget that is not there;
// `invalid` with the name of the wish.
Result<PictureRequest> make_picture_request(std::int64_t workspace_id, Dashboard dashboard,
                                            const std::string& widget, const PictureWish& wish, Instant now);

// The theme that the wish names, if any; `invalid("theme")`.
Result<> set_theme(const PictureWish& wish, Dashboard& dashboard);

// The period that the wish names, or the local day before `now`.
Result<Period> period_of_wish(const PictureWish& wish, Instant now);

// The dashboard, by id or number, in the state that the wish names, for a caller who may read it.
// not_found for a version that was never published.
Result<Dashboard> find_shown(const Environment& environment, const Principal& principal,
                             const std::string& dashboard, const PictureWish& wish);
// Whether the caller may save the document: by the rights of the dashboard that it changes, or of the
// category where it would go. One that is hidden from the caller is as good as none.
Result<> require_saving(db::Session& session, const Principal& principal, const Dashboard& document);
// The error of a document within a body, with the path as it is there: "dashboard.queries[0].sql".
Error in_document(Error error);
// Both in one.
Result<PictureRequest> find_picture_request(const Environment& environment, const Principal& principal,
                                            const std::string& dashboard, const std::string& widget,
                                            const PictureWish& wish);

class Pictures {
public:
    // `interactive` must outlive this.
    Pictures(Environment environment, Interactive& interactive)
        : environment_(std::move(environment)), interactive_(interactive)
    {
    }

    // `dashboard` is its id or number. not_found for a widget that is not there; `invalid` with the name of
    // the wish ("theme", "timezone", "parameters.region").
    Result<WidgetPicture> draw(const Principal& principal, const std::string& dashboard,
                               const std::string& widget, const PictureWish& wish);
    // Of a document that is not saved: {"dashboard":{...},"widget":"w_bar"}, for those who may edit. Other
    // widgets of the document may be unfinished. A mistake of it has "dashboard." in front of its path.
    Result<WidgetPicture> draw_unsaved(const Principal& principal, std::string_view json,
                                       const PictureWish& wish);

private:
    Environment environment_;
    Interactive& interactive_;
};

} // namespace presstime::control
