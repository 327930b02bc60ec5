namespace GwSmm.Encoders;

/// <summary>What a double quote at the start of a field means. Quotes elsewhere in a field are always text.</summary>
public enum TabularQuoting
{
    /// <summary>
    /// A field is quoted where it is enclosed in quotes as a whole, on one line, with inner quotes doubled. Where text follows the
    /// closing quote, as in <c>"Invasive" means …</c>, the quotes are text. A quote that is not closed on its line is an error.
    /// </summary>
    Automatic,

    /// <summary>Quotes are text, as in ML.NET's <c>TextLoader</c> without <c>AllowQuoting</c>.</summary>
    None,

    /// <summary>Strictly RFC 4180: quoted fields may hold separators and line breaks; text after the closing quote is an error.</summary>
    Rfc4180,
}
