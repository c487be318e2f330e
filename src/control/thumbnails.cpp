// The key names everything that the picture depends on but the data, which an hour makes fresh.
#include "control/thumbnails.hpp"

#include "control/dashboard_lookup.hpp"
#include "platform/crypto/sha256.hpp"
#include "store/theme_store.hpp"

#include <fmt/format.h>

namespace presstime::control {

// One of the places at the drawing table, given back at the end of its life.
class Thumbnails::Turn {
public:
    static Result<Turn> wait(Thumbnails& owner)
    {
        const Error busy{
            ErrorKind::too_many, "other pictures are being drawn; try again in a moment", {}, {}};
        std::unique_lock lock(owner.mutex_);
        const auto is_free = [&owner] { return owner.drawing_ < owner.config_.at_once; };
        if (!is_free()) {
            if (owner.waiting_ >= owner.config_.waiting)
                return fail(busy);
            ++owner.waiting_;
            const bool came = owner.turn_ended_.wait_for(lock, owner.config_.patience, is_free);
            --owner.waiting_;
            if (!came)
                return fail(busy);
        }
        ++owner.drawing_;
        return Turn(owner);
    }
    Turn(Turn&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn()
    {
        if (!owner_)
            return;
        const std::lock_guard lock(owner_->mutex_);
        --owner_->drawing_;
        owner_->turn_ended_.notify_one();
    }

private:
    explicit Turn(Thumbnails& owner) : owner_(&owner) {}
    Thumbnails* owner_;
};

std::optional<Thumbnail> Thumbnails::find(const std::string& key)
{
    const Instant now = environment_.clock.now();
    return cache_.with([&](Cache& cache) -> std::optional<Thumbnail> {
        const auto place = cache.places.find(key);
        if (place == cache.places.end() || now - place->second->drawn_at > config_.life)
            return std::nullopt;
        cache.kept.splice(cache.kept.begin(), cache.kept, place->second);
        return place->second->picture;
    });
}

void Thumbnails::keep(const std::string& key, const Thumbnail& picture)
{
    const Instant now = environment_.clock.now();
    cache_.with([&](Cache& cache) {
        const auto forget = [&cache](std::list<Kept>::iterator place) {
            cache.bytes -= place->picture.png.size();
            cache.places.erase(place->key);
            cache.kept.erase(place);
        };
        if (const auto old = cache.places.find(key); old != cache.places.end())
            forget(old->second);
        cache.kept.push_front({key, picture, now});
        cache.places[key] = cache.kept.begin();
        cache.bytes += picture.png.size();
        while (cache.bytes > config_.most_bytes)
            forget(std::prev(cache.kept.end()));
    });
}

Result<Thumbnail> Thumbnails::get(const Principal& principal, const std::string& dashboard,
                                  DashboardState state, const std::string& theme)
{
    PictureWish wish;
    wish.theme = theme;
    ThumbnailRequest request;
    request.workspace_id = principal.workspace_id;
    std::int64_t version = 0, theme_version = 0;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const store::DashboardRecord record =
            TRY(find_dashboard(session, principal, Action::read, dashboard));
        const bool published = state == DashboardState::published && record.published_version;
        version = published ? *record.published_version : record.version;
        request.dashboard = published
                                ? TRY(store::get_published(session, principal.workspace_id, record.draft.id))
                                : record.draft;
        const auto looks = TRY(store::find_theme(session, principal.workspace_id));
        theme_version = looks ? looks->version : 0;
        return {};
    }));
    TRY(set_theme(wish, request.dashboard));
    const std::string key = fmt::format("{} {} {} {} {}", principal.workspace_id, request.dashboard.id,
                                        version, theme_version, request.dashboard.theme);
    if (std::optional<Thumbnail> kept = find(key))
        return std::move(*kept);
    const Turn turn = TRY(Turn::wait(*this));
    // Whoever waited may have waited for this very picture.
    if (std::optional<Thumbnail> kept = find(key))
        return std::move(*kept);
    request.nominal_at = environment_.clock.now();
    request.period = TRY(period_of_wish(wish, request.nominal_at));
    Thumbnail picture;
    picture.png = TRY(drawings_.thumbnail(request));
    picture.tag = sha256_hex(picture.png).substr(0, 32);
    keep(key, picture);
    return picture;
}

} // namespace presstime::control
