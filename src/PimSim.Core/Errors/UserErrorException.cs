namespace PimSim.Core;

/// <summary>
/// The user's input cannot be used: a bad file, option or combination. The command line prints the diagnostics, one a
/// line, and exits with 2. A fault of the simulator itself is an <see cref="InternalErrorException"/>.
/// </summary>
public sealed class UserErrorException : Exception
{
    /// <summary>All faults found, at least one.</summary>
    public UserErrorException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics))
    {
        Diagnostics = diagnostics;
    }

    /// <summary>A single fault.</summary>
    public UserErrorException(string code, string message, string? file = null, string? remedy = null, int line = 0, int column = 0)
        : this([new Diagnostic(code, message, file, line, column, remedy)])
    {
    }

    /// <summary>The faults, in the order they were found.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
