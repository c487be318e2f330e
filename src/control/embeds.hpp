// What somebody without an account may do with a token in hand: see a dashboard without its SQL, and each
// widget's picture, rows and file, always through what the session's maker locked and hid, or through the
// filters that the host signed.
#pragma once

#include "control/data_access.hpp"
#include "control/embed_sessions.hpp"
#include "control/embed_view.hpp"
#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "control/pictures.hpp"
#include "control/widget_data.hpp"

#include <string>
#include <string_view>

namespace presstime::control {

// What an address says beside the token.
struct EmbedTarget {
    std::string_view token; // of an embed session, or a data access token
    std::string dashboard;  // its id: needed with a data access token, empty or the session's own otherwise
};

struct EmbedWish {
    PictureWish picture; // `state` is not looked at: an embed shows what is published
    std::string period;  // "7d": the time before now; empty = as the picture says
};

struct EmbeddedDashboard {
    EmbedSession session;
    Dashboard dashboard; // hidden widgets and parameters that cannot be set are gone
};

// The dashboard behind a token, ready to be asked.
struct OpenedEmbed {
    EmbedSession session; // of a data access token: id 0, with what the token says
    EmbedView view;

    // Whose schedules the token manages; `forbidden` when it names nobody.
    Result<EmbedUser> user() const;
};

struct EmbedHolder {
    EmbedUser user;
    std::string dashboard; // a session's own, or the one that the address names; may be empty
};

class Embeds {
public:
    // All must outlive this.
    Embeds(Environment environment, EmbedSessions& sessions, DataAccessTokens& tokens,
           Interactive& interactive, Drawings& drawings)
        : environment_(std::move(environment)),
          sessions_(sessions),
          tokens_(tokens),
          interactive_(interactive),
          drawings_(drawings)
    {
    }

    // not_found for a dashboard that the token does not open, `invalid("dashboard")` for a data access token
    // without one.
    Result<OpenedEmbed> open(const EmbedTarget& target);
    // Whose schedules the token manages, without opening a dashboard.
    Result<EmbedHolder> holder(const EmbedTarget& target);

    Result<EmbeddedDashboard> dashboard(const EmbedTarget& target);
    // not_found for a widget that is hidden or not there; `invalid("parameters.NAME")` for one that is
    // locked, "period" for one that the session does not allow.
    Result<WidgetPicture> picture(const EmbedTarget& target, const std::string& widget,
                                  const EmbedWish& wish);
    // The first rows behind the widget, of the columns that it shows; not_found for one without.
    Result<WidgetContent> data(const EmbedTarget& target, const std::string& widget, const EmbedWish& wish,
                               std::int64_t limit);
    // What a parameter that the viewer may set can be, under the same filters; not_found for one without
    // choices.
    Result<Table> choices(const EmbedTarget& target, const std::string& parameter, const EmbedWish& wish);
    // The same rows as a file: "csv" or "xlsx".
    Result<RenderedFile> file(const EmbedTarget& target, const std::string& widget, const EmbedWish& wish,
                              const std::string& format);
    // What an event asks for: parameters that the token locks are the token's, whatever the query says.
    Result<QueryAnswer> rows(const DataAccess& access, const WidgetQuery& query, std::int64_t max_rows);
    // The whole dashboard as one HTML page. `number` must be the dashboard's.
    Result<RenderedFile> page(std::string_view token, std::int64_t number);

private:
    Result<OpenedEmbed> open_session(const EmbedTarget& target);
    Result<OpenedEmbed> open_access(const DataAccess& access, const std::string& dashboard);
    // The picture's request, with what is locked and allowed applied.
    Result<PictureRequest> request_of(const OpenedEmbed& opened, const std::string& widget,
                                      const EmbedWish& wish);
    Result<QueryAnswer> run(const PictureRequest& request, const std::string& widget, std::int64_t max_rows);

    Environment environment_;
    EmbedSessions& sessions_;
    DataAccessTokens& tokens_;
    Interactive& interactive_;
    Drawings& drawings_;
};

} // namespace presstime::control
