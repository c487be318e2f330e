// Widgets drawn while somebody looks at a dashboard: who may see one, and with which parameters and period.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "model/principal.hpp"

#include <map>
#include <optional>
#include <string>

namespace presstime::control {

enum class DashboardState { published, draft };

struct PictureWish {
    double width_px = 0;
    double height_px = 0;
    std::string theme; // "light", "dark"; empty = the dashboard's
    std::string timezone = "UTC";
    std::string locale = "en-US";
    std::map<std::string, std::string> parameters;
    std::optional<Instant> period_start; // with the end, or neither: the local day before now
    std::optional<Instant> period_end;
    DashboardState state = DashboardState::published; // of one never published the draft
};

// The request for one widget of the dashboard as it is given. not_found for a widget that is not there;
// `invalid` with the name of the wish.
Result<PictureRequest> make_picture_request(std::int64_t workspace_id, Dashboard dashboard,
                                            const std::string& widget, const PictureWish& wish, Instant now);

// The period that the wish names, or the local day before `now`.
Result<Period> period_of_wish(const PictureWish& wish, Instant now);

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

private:
    Environment environment_;
    Interactive& interactive_;
};

} // namespace presstime::control
