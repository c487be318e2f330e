// Whole files drawn while somebody waits, without a run: a dashboard as it stands, and a report that is being
// written.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "control/pictures.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct DownloadWish {
    PictureWish shown;  // its size is not looked at
    std::string format; // of a renderer
    std::string paper;  // "A4", "Letter", "A3"; empty = A4
    std::string orientation;
};

class Downloads {
public:
    // `formats` are the names of the renderers; `interactive` must outlive this.
    Downloads(Environment environment, Interactive& interactive, std::vector<std::string> formats)
        : environment_(std::move(environment)), interactive_(interactive), formats_(std::move(formats))
    {
    }

    // `invalid` with the name of the wish.
    Result<RenderedFile> draw(const Principal& principal, const std::string& dashboard,
                              const DownloadWish& wish);
    // `json` is a report document; it may lack recipients, and its PDF is not encrypted, for it is looked at.
    // The dashboard is the published one, or the draft of one that never was. `format` empty = its first.
    Result<RenderedFile> preview_report(const Principal& principal, std::string_view json,
                                        const std::string& format, PagesWanted pages);

private:
    Result<> check_format(const std::string& format) const;

    Environment environment_;
    Interactive& interactive_;
    std::vector<std::string> formats_;
};

} // namespace presstime::control
