// A walk over the tree that knows little of SQL, so that it can miss little: every table of every kind must
// be on a list, every function off one, and what it does not know is refused. A name counts as one of the
// statement's own WITH tables only where DuckDB would find that one.
#include "source/duckdb_guard.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace presstime {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 3'000;

// Parts of the tree that name no table, and tables made of other parts of the tree. Types of columns are
// parts too ("DECIMAL_TYPE_INFO").
constexpr std::array<std::string_view, 17> kHarmlessParts = {"SELECT_NODE",
                                                             "SET_OPERATION_NODE",
                                                             "RECURSIVE_CTE_NODE",
                                                             "CTE_NODE",
                                                             "ORDER_MODIFIER",
                                                             "LIMIT_MODIFIER",
                                                             "DISTINCT_MODIFIER",
                                                             "JOIN",
                                                             "SUBQUERY",
                                                             "EXPRESSION_LIST",
                                                             "EMPTY",
                                                             "PIVOT",
                                                             "ORDER_DEFAULT",
                                                             "ASCENDING",
                                                             "DESCENDING",
                                                             "LIMIT_PERCENT_MODIFIER",
                                                             "TABLE_FUNCTION"};

constexpr std::array<std::string_view, 7> kTableFunctions = {
    "range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree"};

// Besides the macros that read and those of the customer's database: functions that tell of rows, columns or
// statements beyond what they are given.
constexpr std::array<std::string_view, 11> kRefusedFunctions = {
    "stats",     "json_serialize_plan", "current_query",      "nextval",
    "currval",   "getvariable",         "enum_range",         "enum_first",
    "enum_last", "enum_code",           "enum_range_boundary"};

// Functions of the system by their full names: the database may have macros of the same ones.
constexpr const char* kReadingMacros = R"(
    SELECT DISTINCT function_name FROM system.main.duckdb_functions()
    WHERE (NOT internal AND database_name <> 'temp')
        OR (internal AND system.main.contains(system.main.lower(macro_definition), 'select')))";
constexpr const char* kSyntaxTree = "SELECT CAST(system.main.json_serialize_sql($1::VARCHAR) AS VARCHAR)";

template <typename List>
bool holds(const List& list, std::string_view text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

std::string_view text_of(const json::object& object, std::string_view key)
{
    const json::value* value = object.if_contains(key);
    return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

class Guard {
public:
    Guard(const std::vector<Relation>& relations, std::set<std::string> refused, const QueryScope& scope)
        : refused_(std::move(refused)), scope_(scope)
    {
        for (const Relation& relation : relations)
            relations_.insert(to_lower_ascii(relation.name));
    }

    // `tables` are the names of the WITH tables in sight.
    Result<> visit(const json::value& value, const std::set<std::string>& tables)
    {
        if (const json::array* items = value.if_array())
            for (const json::value& item : *items)
                TRY(visit(item, tables));
        if (const json::object* object = value.if_object())
            TRY(object->contains("cte_map") ? visit_node(*object, tables) : visit_object(*object, tables));
        return {};
    }

private:
    // Each WITH table is in sight of those after it and of the rest of the node, not of itself.
    Result<> visit_node(const json::object& node, std::set<std::string> tables)
    {
        const json::object* with = node.at("cte_map").if_object();
        const json::value* map = with ? with->if_contains("map") : nullptr;
        if (!map || !map->is_array())
            return fail(unknown_part("a WITH clause"));
        for (const json::value& entry : map->get_array()) {
            const json::object* pair = entry.if_object();
            const json::value* made_of = pair ? pair->if_contains("value") : nullptr;
            if (!made_of)
                return fail(unknown_part("a WITH clause"));
            TRY(visit(*made_of, tables));
            tables.insert(to_lower_ascii(text_of(*pair, "key")));
        }
        return visit_object(node, tables);
    }

    Result<> visit_object(const json::object& object, const std::set<std::string>& tables)
    {
        TRY(check_part(object, tables));
        TRY(check_function(object));
        const bool recursive = text_of(object, "type") == "RECURSIVE_CTE_NODE";
        for (const auto& member : object) {
            if (member.key() == "cte_map")
                continue;
            std::set<std::string> in_sight = tables;
            // Only its second half reads the table that is being made.
            if (recursive && member.key() == "right")
                in_sight.insert(to_lower_ascii(text_of(object, "cte_name")));
            TRY(visit(member.value(), in_sight));
        }
        return {};
    }

    // Expressions have a class and name no tables; everything else that has a type is a part of the
    // statement.
    Result<> check_part(const json::object& object, const std::set<std::string>& tables)
    {
        const std::string_view type = text_of(object, "type");
        if (type.empty() || object.contains("class") || type.ends_with("_TYPE_INFO"))
            return {};
        if (type == "BASE_TABLE")
            return check_table(object, tables);
        if (!holds(kHarmlessParts, type))
            return fail(unknown_part(type == "SHOW_REF" ? "SHOW, DESCRIBE or SUMMARIZE" : type));
        if (type != "TABLE_FUNCTION")
            return {};
        const json::value* call = object.if_contains("function");
        const std::string name =
            call && call->is_object() ? to_lower_ascii(text_of(call->get_object(), "function_name")) : "";
        return holds(kTableFunctions, name) ? Result<>{} : Result<>(fail(unreadable(name + "()", scope_)));
    }

    Result<> check_table(const json::object& table, const std::set<std::string>& tables)
    {
        const std::string_view name = text_of(table, "table_name");
        const std::string_view schema = text_of(table, "schema_name");
        const std::string_view catalog = text_of(table, "catalog_name");
        const std::string lower = to_lower_ascii(name);
        if (schema.empty() && catalog.empty() && (relations_.contains(lower) || tables.contains(lower)))
            return {};
        std::string full(name);
        for (std::string_view part : {schema, catalog})
            if (!part.empty())
                full = fmt::format("{}.{}", part, full);
        return fail(unreadable(full, scope_));
    }

    Result<> check_function(const json::object& object)
    {
        const std::string name = to_lower_ascii(text_of(object, "function_name"));
        if (name.empty())
            return {};
        const std::string schema = to_lower_ascii(text_of(object, "schema"));
        const bool foreign = !text_of(object, "catalog").empty() || !(schema.empty() || schema == "main");
        if (foreign || refused_.contains(name) || holds(kRefusedFunctions, name))
            return fail(Error::invalid(
                "sql", fmt::format("{} is not available in queries under row-level security", name)));
        return {};
    }

    static Error unknown_part(std::string_view part)
    {
        return Error::invalid("sql",
                              fmt::format("{} is not available in queries under row-level security", part));
    }

    std::set<std::string> relations_;
    std::set<std::string> refused_;
    const QueryScope& scope_;
};

} // namespace

Result<std::string> bare_statement(DuckdbSession& session, const std::string& sql)
{
    std::string_view text = trim(sql);
    if (text.ends_with(';'))
        text.remove_suffix(1);
    std::string bare(text);
    if (bare.find(';') != std::string::npos) {
        auto rewritten =
            TRY(session.texts("SELECT json_deserialize_sql(json_serialize_sql($1::VARCHAR))", sql));
        bare = rewritten.empty() ? bare : rewritten.front();
    }
    return bare;
}

Result<> guard_statement(DuckdbSession& session, const std::string& sql,
                         const std::vector<Relation>& relations, const QueryScope& scope)
{
    const auto trees = TRY(session.texts(kSyntaxTree, sql));
    json::parse_options options;
    options.max_depth = kMaxDepth;
    boost::system::error_code failed;
    const json::value tree =
        trees.size() == 1 ? json::parse(trees.front(), failed, {}, options) : json::value();
    const json::object* document = failed ? nullptr : tree.if_object();
    const json::value* statements = document ? document->if_contains("statements") : nullptr;
    if (!statements || !statements->is_array() || statements->get_array().size() != 1)
        return fail(Error::invalid(
            "sql",
            "the query cannot be checked for row-level security; write one SELECT, less deeply nested"));
    const auto refused = TRY(session.texts(kReadingMacros, std::nullopt));
    std::set<std::string> names;
    for (const std::string& name : refused)
        names.insert(to_lower_ascii(name));
    Guard guard(relations, std::move(names), scope);
    return guard.visit(statements->get_array().front(), {});
}

} // namespace presstime
