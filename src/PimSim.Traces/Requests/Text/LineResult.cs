namespace PimSim.Traces;

/// <summary>What a line of a request trace turned out to be.</summary>
internal enum LineResult
{
    /// <summary>A request.</summary>
    Request,

    /// <summary>A blank line or a comment.</summary>
    Nothing,

    /// <summary>A fault: no address where one belongs.</summary>
    NoAddress,

    /// <summary>A fault: no read or write where one belongs.</summary>
    NoOperation,

    /// <summary>A fault: no cycle where one belongs.</summary>
    NoCycle,

    /// <summary>A fault: a number beyond what can be held.</summary>
    TooLarge,

    /// <summary>A fault: something follows what should be the end of the line.</summary>
    TextAfterEnd,

    /// <summary>A fault: a cycle before that of the line before.</summary>
    Backwards,

    /// <summary>A fault: an address vector, and nothing that knows the levels.</summary>
    VectorWithoutDevice,

    /// <summary>A fault: an address vector that the device does not have.</summary>
    VectorOutsideDevice,

    /// <summary>A fault: a length that is no number above 0, or not closed.</summary>
    BadLength,

    /// <summary>A fault: more bytes than one access moves.</summary>
    LongerThanAccess,

    /// <summary>A fault: data that are no pairs of hexadecimal digits.</summary>
    BadData,

    /// <summary>A fault: data of another length than those of the first write.</summary>
    OtherDataLength,
}
