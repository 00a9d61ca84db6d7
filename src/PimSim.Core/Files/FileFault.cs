namespace PimSim.Core;

/// <summary>Turns what the operating system says about a file into what the user should do about it.</summary>
public static class FileFault
{
    private const int UnixNoSpace = 28;
    private const int UnixQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether the exception is a fault of the file system, not of the program.</summary>
    public static bool IsOne(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or ArgumentException { ParamName: "path" } and not ArgumentNullException;

    /// <summary>PIM0020, with the reason and the remedy.</summary>
    public static UserErrorException CannotWrite(string path, Exception fault) => new("PIM0020", "cannot write the file: " + fault.Message, path, Remedy(fault, "write"));

    /// <summary>PIM0021, with the reason and the remedy.</summary>
    public static UserErrorException CannotRead(string path, Exception fault) => new("PIM0021", "cannot read the file: " + fault.Message, path, Remedy(fault, "read"));

    private static string Remedy(Exception fault, string verb) => fault switch
    {
        DirectoryNotFoundException => "create the folder first, or correct the path",
        FileNotFoundException => "correct the path",
        UnauthorizedAccessException => $"choose a place you may {verb}, or change its permissions",
        IOException { HResult: UnixNoSpace or UnixQuota or WindowsDiskFull } => "the disk is full: free some space or choose another place",
        _ => "check the path and the disk",
    };
}
