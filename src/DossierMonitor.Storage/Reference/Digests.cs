using System.Security.Cryptography;
using System.Text;

namespace DossierMonitor.Storage.Reference;

internal static class Digests
{
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
