// What the holder of an embed token may do: see the dashboard without its SQL, and each widget's picture and
// rows, always through what the session's maker locked and hid.
#pragma once

#include "control/embed_sessions.hpp"
#include "control/embed_view.hpp"
#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "control/pictures.hpp"

#include <string>
#include <string_view>

namespace presstime::control {

struct EmbedWish {
    PictureWish picture; // `state` is not looked at: an embed shows what is published
    std::string period;  // "7d": the time before now; empty = as the picture says
};

struct EmbeddedDashboard {
    EmbedSession session;
    Dashboard dashboard; // hidden widgets and parameters that cannot be set are gone
};

class Embeds {
public:
    // Both must outlive this.
    Embeds(Environment environment, EmbedSessions& sessions, Interactive& interactive)
        : environment_(std::move(environment)), sessions_(sessions), interactive_(interactive)
    {
    }

    Result<EmbeddedDashboard> dashboard(std::string_view token);
    // not_found for a widget that is hidden or not there; `invalid("parameters.NAME")` for one that the
    // session locks, "period" for one it does not allow.
    Result<WidgetPicture> picture(std::string_view token, const std::string& widget, const EmbedWish& wish);
    // The rows behind the widget, `max_rows` at most, of the columns that it names.
    Result<QueryAnswer> data(std::string_view token, const std::string& widget, const EmbedWish& wish,
                             std::int64_t max_rows);
    // The whole dashboard as one HTML page. `number` must be the dashboard's.
    Result<RenderedFile> page(std::string_view token, std::int64_t number);

private:
    struct Opened {
        EmbedSession session;
        EmbedView view;
    };
    Result<Opened> open(std::string_view token);
    // The picture's request, with what is locked and allowed applied.
    Result<PictureRequest> request_of(const Opened& opened, const std::string& widget, const EmbedWish& wish);

    Environment environment_;
    EmbedSessions& sessions_;
    Interactive& interactive_;
};

} // namespace presstime::control
