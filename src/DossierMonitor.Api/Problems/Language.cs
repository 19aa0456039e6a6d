using System.Globalization;

namespace DossierMonitor.Api.Problems;

public enum Language
{
    English,
    Vietnamese,
}

/// <summary>A text for people in both languages.</summary>
public sealed record Words(string En, string Vi)
{
    /// <param name="language">Which.</param>
    /// <param name="argument">Takes the place of {0}.</param>
    public string In(Language language, string? argument = null)
    {
        var text = language == Language.Vietnamese ? Vi : En;
        return argument is null ? text : text.Replace("{0}", argument, StringComparison.Ordinal);
    }
}

public static class Languages
{
    /// <summary>As headers and documents name it.</summary>
    public static string Tag(this Language language) => language == Language.Vietnamese ? "vi" : "en";

    /// <summary>The first of vi and en that the request prefers; English when it says neither.</summary>
    public static Language Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var best = (Language: Language.English, Weight: 0.0);
        foreach (var item in request.GetTypedHeaders().AcceptLanguage ?? [])
        {
            var weight = item.Quality ?? 1;
            var tag = item.Value.Value ?? "";
            Language? language = tag.StartsWith("vi", StringComparison.OrdinalIgnoreCase) ? Language.Vietnamese
                : tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? Language.English
                : null;
            if (language is { } known && weight > best.Weight)
            {
                best = (known, weight);
            }
        }

        return best.Language;
    }
}
