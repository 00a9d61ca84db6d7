using System.Text.RegularExpressions;

namespace PimSim.Architecture.Tests;

/// <summary>What may be used where.</summary>
public sealed partial class SourceRuleTests
{
    [Fact]
    public void Only_Bits_uses_intrinsics_and_unsafe_code()
    {
        Assert.Empty(Sources.Matches(CodeOutside("Bits"), Intrinsics()));
        Assert.Empty(Sources.Matches(CodeOutside("Bits"), Unsafe()));
        Assert.Empty(Sources.Matches(Sources.Projects("src").Where(p => !p.StartsWith("src/PimSim.Bits/", StringComparison.Ordinal)), AllowUnsafe()));
    }

    [Fact]
    public void Only_programs_use_the_console() =>
        Assert.Empty(Sources.Matches(CodeOutside("Cli").Where(f => !f.StartsWith("src/PimSim.Query/", StringComparison.Ordinal)), ConsoleUse()));

    [Fact]
    public void Only_Cli_and_Cluster_log()
    {
        IEnumerable<string> code = CodeOutside("Cli").Where(f => !f.StartsWith("src/PimSim.Cluster/", StringComparison.Ordinal));
        Assert.Empty(Sources.Matches(code, Logging()));
    }

    [Fact]
    public void Nobody_uses_the_platforms_random_numbers()
    {
        Assert.Empty(Sources.Matches(Sources.Code("src").Concat(Sources.Code("tests")), RandomUse()));
    }

    [Fact]
    public void The_rules_find_what_they_look_for()
    {
        Assert.Matches(Intrinsics(), "using System.Runtime.Intrinsics.X86;");
        Assert.Matches(Unsafe(), "    private static unsafe void F()");
        Assert.Matches(AllowUnsafe(), "<AllowUnsafeBlocks>true</AllowUnsafeBlocks>");
        Assert.Matches(ConsoleUse(), "        Console.WriteLine(1);");
        Assert.Matches(Logging(), "using Microsoft.Extensions.Logging;");
        Assert.Matches(RandomUse(), "var r = new Random" + "(1);");
        Assert.Matches(RandomUse(), "int i = Random" + ".Shared.Next();");
        Assert.True(Sources.Code("src").Count > 100);
    }

    private static IEnumerable<string> CodeOutside(string project) =>
        Sources.Code("src").Where(f => !f.StartsWith($"src/PimSim.{project}/", StringComparison.Ordinal));

    [GeneratedRegex(@"System\.Runtime\.Intrinsics|\bVector(64|128|256|512)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Intrinsics();

    [GeneratedRegex(@"\bunsafe\b|\bUnsafe\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unsafe();

    [GeneratedRegex("AllowUnsafeBlocks", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AllowUnsafe();

    [GeneratedRegex(@"\bConsole\.", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"Microsoft\.Extensions\.(Logging|Hosting)|\bILogger\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Logging();

    [GeneratedRegex(@"\bnew Random\(|\bRandom\.Shared\b|\bSystem\.Random\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RandomUse();
}
