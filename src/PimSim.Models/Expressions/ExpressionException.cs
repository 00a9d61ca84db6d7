namespace PimSim.Models;

/// <summary>An expression that cannot be read or evaluated; whoever knows the file turns it into a diagnostic.</summary>
internal sealed class ExpressionException(string code, string message, int offset, string? name = null) : Exception(message)
{
    /// <summary>PIM0130 syntax, PIM0131 unknown name, PIM0132 division by zero, PIM0135 too long or too deep.</summary>
    public string Code { get; } = code;

    /// <summary>0-based offset in the expression's text.</summary>
    public int Offset { get; } = offset;

    /// <summary>The unknown name, for the remedy.</summary>
    public string? Name { get; } = name;
}
