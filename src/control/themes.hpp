// The workspace's theme: one document that every page, picture and mail is drawn by.
#pragma once

#include "control/environment.hpp"
#include "model/principal.hpp"
#include "store/theme_store.hpp"

#include <string_view>
#include <vector>

namespace presstime::control {

struct SavedTheme {
    store::ThemeRecord record;
    std::vector<Warning> warnings; // colours that hardly stand out, a font that is not installed
    bool created = false;
};

// `invalid` and `too_large("logo")` for what cannot be drawn.
Result<> check_theme(const WorkspaceTheme& theme);

class Themes {
public:
    explicit Themes(Environment environment) : environment_(std::move(environment)) {}

    // not_found when the built-in themes are in force.
    Result<store::ThemeRecord> get(const Principal& principal);
    // Creates or replaces; unchanged when it says the same already. `invalid("logo")` for what is no picture.
    Result<SavedTheme> put(const Principal& principal, std::string_view json, ExpectedVersion expected);
    Result<> remove(const Principal& principal);

private:
    Environment environment_;
};

} // namespace presstime::control
