using System.Text.RegularExpressions;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// What looks like a citizen's data. The list of allowed members is what keeps it out; this only gives a portal that sends
/// it a clearer reason, and keeps numbers and addresses out of the two free texts (holder, document).
/// </summary>
internal static partial class PersonalData
{
    private const int FewestDigits = 9;
    private const int LongestName = 40;

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "name", "fullName", "firstName", "lastName", "hoTen", "ten", "applicant", "applicantName", "citizen", "citizenName", "owner", "person",
        "phone", "phoneNumber", "mobile", "tel", "telephone", "dienThoai", "soDienThoai", "sdt",
        "email", "eMail", "mail", "thuDienTu",
        "identityNumber", "idNumber", "identity", "nationalId", "citizenId", "cccd", "cmnd", "soCccd", "soCmnd", "passport", "hoChieu", "taxCode", "maSoThue",
        "address", "diaChi", "birthDate", "dateOfBirth", "dob", "ngaySinh", "gender", "gioiTinh",
    };

    public static bool IsMemberName(string name) => Names.Contains(name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));

    /// <summary>
    /// Whether it can be said again where it is refused: the name of a member or parameter can itself carry a person's data, and
    /// only what looks like one of a program's is repeated.
    /// </summary>
    public static bool IsPlainName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetter(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return name.Length <= LongestName;
    }

    public static bool LooksLikeIn(string text) => MayLookLikeIn(text) && Pattern().IsMatch(text);

    // Everything that the pattern finds has nine digits or an @, and most texts have neither.
    private static bool MayLookLikeIn(string text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (c == '@' || (char.IsDigit(c) && ++digits == FewestDigits))
            {
                return true;
            }
        }

        return false;
    }

    // Identity numbers have 9 or 12 digits, phone numbers 10 (also written in groups); an e-mail address has an @. Without a
    // time limit: a text has at most 256 characters, which no pattern of this kind makes slow, but a limit runs on the wall's
    // clock and would fail a whole request because the machine was busy.
    [GeneratedRegex(@"\d{9,}|(?:\+84|\b0)[ .]?\d{2,3}(?:[ .]\d{3,4}){2}|[^\s@]+@[^\s@]+\.[^\s@]+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Pattern();
}
