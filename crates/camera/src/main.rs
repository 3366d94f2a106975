//! `camera`: a page's picture through a simulated channel, for the demo.

use camera::{Channel, Codec, DPI_MAX, DPI_MIN, Finish, Grey, Page, PictureError, Shot, take};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fmt, fs, io};

const USAGE: &str = "camera photo|scan|fax|copy|screenshot|screen IN OUT [--dpi-in 600] [--dpi 150] [--seed 1]; \
    IN is PNG, PGM, JPEG or TIFF, OUT ends in .jpg, .png or .tif";
/// Quality of JPEGs: a telephone's, after an e-mail program.
const JPEG: u8 = 75;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Err(failure) = Order::parse(&args).and_then(|order| order.carry_out()) else {
        return ExitCode::SUCCESS;
    };
    let _ = writeln!(io::stderr(), "error: {failure}\nhint: {}", failure.hint());
    ExitCode::FAILURE
}

/// What the command line asks for.
#[derive(Debug, PartialEq)]
struct Order {
    channel: Channel,
    input: PathBuf,
    dpi_in: f64,
    output: PathBuf,
    codec: Codec,
    seed: u64,
}

impl Order {
    fn parse(args: &[String]) -> Result<Order, Failure> {
        let (mut dpi_in, mut dpi, mut seed) = (600.0, 150.0, 1);
        let mut plain = Vec::new();
        let mut rest = args.iter();
        while let Some(arg) = rest.next() {
            match arg.as_str() {
                "--dpi-in" => dpi_in = number(arg, rest.next())?,
                "--dpi" => dpi = number(arg, rest.next())?,
                "--seed" => seed = number(arg, rest.next())?,
                option if option.starts_with('-') => return Err(Failure::Option(option.into())),
                _ => plain.push(arg.as_str()),
            }
        }
        for (option, value) in [("--dpi-in", dpi_in), ("--dpi", dpi)] {
            if !(DPI_MIN..=DPI_MAX).contains(&value) {
                return Err(Failure::Dpi(option, value));
            }
        }
        let [kind, input, output] = plain[..] else { return Err(Failure::Arguments(plain.len())) };
        let codec = codec(Path::new(output))?;
        let channel = channel(kind, dpi, codec)?;
        Ok(Order { channel, input: input.into(), dpi_in, output: output.into(), codec, seed })
    }

    fn carry_out(&self) -> Result<(), Failure> {
        let file =
            fs::read(&self.input).map_err(|error| Failure::File(self.input.clone(), error))?;
        let grey =
            Grey::decode(&file).map_err(|error| Failure::Picture(self.input.clone(), error))?;
        let shot = take(&Page { grey: &grey, dpi: self.dpi_in }, &self.channel, self.seed);
        let written = fs::write(&self.output, self.encode(&shot));
        written.map_err(|error| Failure::File(self.output.clone(), error))
    }

    /// The shot's own file where it is of the kind asked for: a second JPEG would lose more.
    fn encode(&self, shot: &Shot) -> Vec<u8> {
        match (self.codec, shot.codec) {
            (Codec::Jpeg(_), Codec::Jpeg(_)) => shot.file.clone(),
            (codec, _) => shot.picture.encode(codec),
        }
    }
}

fn number<T: std::str::FromStr>(option: &str, value: Option<&String>) -> Result<T, Failure> {
    let parsed = value.and_then(|value| value.parse().ok());
    parsed.ok_or_else(|| Failure::Number(option.into(), value.cloned().unwrap_or_default()))
}

fn codec(output: &Path) -> Result<Codec, Failure> {
    let ending = output.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "jpg" | "jpeg" => Ok(Codec::Jpeg(JPEG)),
        "png" => Ok(Codec::Png),
        "tif" | "tiff" => Ok(Codec::Tiff),
        _ => Err(Failure::Ending(output.into())),
    }
}

fn channel(kind: &str, dpi: f64, codec: Codec) -> Result<Channel, Failure> {
    let jpeg = if let Codec::Jpeg(quality) = codec { Some(quality) } else { None };
    Ok(match kind {
        "photo" => Channel::Photo { dpi, jpeg: JPEG, curl: 1.0 },
        "scan" => Channel::Scan { dpi, finish: Finish::Grey, jpeg },
        "fax" => Channel::Scan { dpi, finish: Finish::Fax, jpeg },
        "copy" => Channel::SecondCopy { dpi },
        "screenshot" => Channel::Screenshot { dpi },
        "screen" => Channel::ScreenPhoto { dpi },
        _ => return Err(Failure::Kind(kind.into())),
    })
}

/// Why there is no picture.
#[derive(Debug)]
enum Failure {
    Arguments(usize),
    Option(String),
    Number(String, String),
    Dpi(&'static str, f64),
    Kind(String),
    Ending(PathBuf),
    File(PathBuf, io::Error),
    Picture(PathBuf, PictureError),
}

impl Failure {
    fn hint(&self) -> &'static str {
        match self {
            Failure::File(..) => "check that the path exists and that you may read or write there",
            Failure::Picture(_, error) => error.hint(),
            _ => USAGE,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Arguments(count) => write!(f, "three arguments are needed: {count}"),
            Failure::Option(option) => write!(f, "no such option: `{option}`"),
            Failure::Number(option, value) => write!(f, "`{option}` takes a number: `{value}`"),
            Failure::Dpi(option, value) => {
                write!(f, "`{option}` is from {DPI_MIN} to {DPI_MAX}: {value}")
            }
            Failure::Kind(kind) => write!(f, "no such channel: `{kind}`"),
            Failure::Ending(path) => {
                write!(f, "the name does not say how to write it: `{}`", path.display())
            }
            Failure::File(path, error) => write!(f, "`{}`: {error}", path.display()),
            Failure::Picture(path, error) => write!(f, "`{}`: {error}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Order, Failure> {
        Order::parse(&line.split(' ').map(String::from).collect::<Vec<_>>())
    }

    /// Options stand anywhere, and what the demo writes is understood.
    #[test]
    fn orders_are_understood() {
        let order = parse("photo in.png --dpi-in 300 out.JPG --seed 7").expect("it is well formed");
        assert_eq!(order.channel, Channel::Photo { dpi: 150.0, jpeg: JPEG, curl: 1.0 });
        assert_eq!((order.dpi_in, order.seed, order.codec), (300.0, 7, Codec::Jpeg(JPEG)));
        let fax = parse("fax in.pgm out.tif").expect("it is well formed").channel;
        assert_eq!(fax, Channel::Scan { dpi: 150.0, finish: Finish::Fax, jpeg: None });
    }

    /// Each mistake is named with its value, and the hint shows the way.
    #[test]
    fn mistakes_are_named() {
        for (line, message) in [
            ("photo in.png", "three arguments are needed: 2"),
            ("photo in.png out.png --fast", "no such option: `--fast`"),
            ("photo in.png out.png --seed x", "`--seed` takes a number: `x`"),
            ("photo in.png out.png --dpi", "`--dpi` takes a number: ``"),
            ("photo in.png out.png --dpi 5000", "`--dpi` is from 20 to 600: 5000"),
            ("xray in.png out.png", "no such channel: `xray`"),
            ("photo in.png out", "the name does not say how to write it: `out`"),
        ] {
            let failure = parse(line).expect_err(line);
            assert_eq!(failure.to_string(), message);
            assert_eq!(failure.hint(), USAGE);
        }
    }
}
